import {Component, onWillDestroy, onWillStart, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";

/** Milliseconds between two looks at a file the server works on. */
const POLL_EVERY = 2000;
const WORKING = ["received", "running"];

/** Choose where a file comes from, drop it, and see what came of it. */
export class FeedDropzone extends Component {
    static template = "ops_roles.FeedDropzone";
    static props = {onSettled: Function};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.fileUpload = useService("file_upload");
        this.uploads = useState(this.fileUpload.uploads);
        this.input = useRef("input");
        this.state = useState({
            ready: false,
            over: false,
            sending: false,
            sources: [],
            profiles: [],
            sourceId: 0,
            profileId: 0,
            results: [],
        });
        onWillStart(() => this.load());
        onWillDestroy(() => clearTimeout(this.timer));
    }

    async load() {
        const options = await this.orm.call("ops.feed", "get_upload_options", []);
        Object.assign(this.state, {
            ready: true,
            sources: options.sources,
            profiles: options.profiles,
            sourceId: options.source_id || 0,
            profileId: options.profile_id || 0,
        });
        this.onSourceChange();
    }

    /** The kinds the chosen source delivers; all of them when it does not say. */
    get profiles() {
        const source = this.state.sources.find((item) => item.id === this.state.sourceId);
        const ids = source ? source.profile_ids : [];
        return this.state.profiles.filter((item) => !ids.length || ids.includes(item.id));
    }

    get canSend() {
        return Boolean(this.state.sourceId && this.state.profileId);
    }

    onSourceChange() {
        const profiles = this.profiles;
        if (!profiles.some((item) => item.id === this.state.profileId)) {
            this.state.profileId = profiles.length === 1 ? profiles[0].id : 0;
        }
    }

    onDrop(ev) {
        this.state.over = false;
        return this.send([...ev.dataTransfer.files]);
    }

    async onChoose(ev) {
        const files = [...ev.target.files];
        await this.send(files);
        ev.target.value = "";
    }

    /** One after the other: merges of one source wait for each other anyway. */
    async send(files) {
        if (!this.canSend || this.state.sending) {
            return;
        }
        Object.assign(this.state, {sending: true, results: []});
        for (const file of files) {
            this.state.results.push(await this.sendOne(file));
        }
        this.state.sending = false;
        await this.props.onSettled();
        this.pollLater();
    }

    async sendOne(file) {
        const upload = await this.fileUpload.upload("/ops/feed/upload", [file], {
            buildFormData: (data) => {
                data.append("source_id", this.state.sourceId);
                data.append("profile_id", this.state.profileId);
            },
            displayErrorNotification: false,
        });
        await new Promise((resolve) => upload.xhr.addEventListener("loadend", resolve));
        return {file: file.name, ...this.read(upload.xhr)};
    }

    /** What the server said, as one line with its colour. */
    read(xhr) {
        let answer;
        try {
            answer = JSON.parse(xhr.responseText);
        } catch {
            answer = {error: {message: _t("The file did not arrive. Send it again.")}};
        }
        if (answer.error) {
            return {type: "danger", text: answer.error.message};
        }
        if (answer.duplicate) {
            return {type: "warning", text: answer.message, feed: answer.feed};
        }
        return {feed: answer.feed, ...this.describe(answer)};
    }

    describe({state, accepted, duplicates, rejects, message}) {
        if (WORKING.includes(state)) {
            return {type: "info", text: _t("Received; the server is working on it."), state};
        }
        const types = {failed: "danger", done: rejects ? "warning" : "success"};
        const counts = _t(
            "%(accepted)s taken, %(duplicates)s known already, %(rejects)s rejected.",
            {accepted, duplicates, rejects}
        );
        const counted = state === "done" || rejects;
        return {type: types[state], text: counted ? `${counts} ${message}` : message, state};
    }

    pollLater() {
        clearTimeout(this.timer);
        if (this.state.results.some((result) => WORKING.includes(result.state))) {
            this.timer = setTimeout(() => this.poll(), POLL_EVERY);
        }
    }

    async poll() {
        const working = this.state.results.filter((result) => WORKING.includes(result.state));
        const feeds = await this.orm.read(
            "ops.feed",
            working.map((result) => result.feed),
            ["state", "accepted_count", "duplicate_count", "reject_count", "message"]
        );
        for (const result of working) {
            const feed = feeds.find((item) => item.id === result.feed);
            Object.assign(
                result,
                this.describe({
                    state: feed.state,
                    accepted: feed.accepted_count,
                    duplicates: feed.duplicate_count,
                    rejects: feed.reject_count,
                    message: feed.message || "",
                })
            );
        }
        await this.props.onSettled();
        this.pollLater();
    }

    open(feedId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "ops.feed",
            res_id: feedId,
            views: [[false, "form"]],
        });
    }
}
