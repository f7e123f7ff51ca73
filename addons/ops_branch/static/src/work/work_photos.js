import {Component, onWillDestroy, onWillStart, useRef, useState} from "@odoo/owl";
import {newKey, shrink, whereAmI} from "./photo_tools";
import {_t} from "@web/core/l10n/translation";
import {photoQueue} from "./photo_queue";
import {registry} from "@web/core/registry";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/** Milliseconds until photos that did not get through are sent again by themselves. */
const AGAIN_AFTER = 15000;

/** Take photos of a work order. What the network does not carry stays here and is sent again. */
export class WorkPhotos extends Component {
    static template = "ops_branch.WorkPhotos";
    static props = {...standardWidgetProps};

    setup() {
        this.input = useRef("input");
        this.state = useState({waiting: [], sending: false, refused: ""});
        this.retry = () => this.send();
        onWillStart(() => this.look());
        window.addEventListener("online", this.retry);
        onWillDestroy(() => {
            window.removeEventListener("online", this.retry);
            clearTimeout(this.timer);
        });
    }

    get orderId() {
        return this.props.record.resId;
    }

    async look() {
        this.state.waiting = this.orderId ? await photoQueue.of(this.orderId) : [];
        this.sendLater();
    }

    take(kind) {
        this.kind = kind;
        this.input.el.click();
    }

    async onChoose(ev) {
        const files = [...ev.target.files];
        ev.target.value = "";
        const place = await whereAmI();
        for (const file of files) {
            await photoQueue.keep({
                key: newKey(),
                orderId: this.orderId,
                kind: this.kind,
                name: file.name,
                takenAt: file.lastModified || Date.now(),
                blob: await shrink(file),
                ...place,
            });
        }
        this.state.waiting = await photoQueue.of(this.orderId);
        await this.send();
    }

    /** One after the other; the first that does not get through ends the round. */
    async send() {
        if (this.state.sending || !this.state.waiting.length) {
            return;
        }
        Object.assign(this.state, {sending: true, refused: ""});
        try {
            for (const photo of [...this.state.waiting]) {
                await this.sendOne(photo);
                this.state.waiting = await photoQueue.of(this.orderId);
            }
            await this.props.record.load();
        } catch {
            this.sendLater();
        } finally {
            this.state.sending = false;
        }
    }

    async sendOne(photo) {
        const form = new FormData();
        form.append("csrf_token", odoo.csrf_token);
        form.append("ufile", photo.blob, photo.name || "photo.jpg");
        form.append("kind", photo.kind);
        form.append("key", photo.key);
        form.append("taken_at", photo.takenAt);
        if (photo.latitude !== undefined) {
            form.append("latitude", photo.latitude);
            form.append("longitude", photo.longitude);
        }
        const answer = await fetch(`/ops/work/${photo.orderId}/photo`, {
            method: "POST",
            body: form,
        });
        if (answer.ok) {
            await photoQueue.drop(photo.key);
            return;
        }
        if (answer.status < 500) {
            const {error} = await answer.json();
            this.state.refused = error;
        }
        throw new Error(_t("The photo did not arrive."));
    }

    sendLater() {
        clearTimeout(this.timer);
        if (this.state.waiting.length && !this.state.refused) {
            this.timer = setTimeout(() => this.send(), AGAIN_AFTER);
        }
    }

    /** Photos the server refuses for good are given up by the person who took them. */
    async forget() {
        for (const photo of this.state.waiting) {
            await photoQueue.drop(photo.key);
        }
        Object.assign(this.state, {waiting: [], refused: ""});
    }
}

registry.category("view_widgets").add("ops_work_photos", {component: WorkPhotos});
