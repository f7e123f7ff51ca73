import {
    Component,
    onMounted,
    onWillUpdateProps,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const STEP_S = 5;
const VERDICTS = {1: "pass", 2: "half", 3: "fail", 0: "na"};

/** Seconds as minutes and seconds. */
export const clock = (seconds) => {
    const whole = Math.floor(seconds || 0);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};

/**
 * A call to be scored on one screen: its recording with marks, the items beside it, the score so
 * far. Each act is written at once; the server answers with the sheet as it then is. Keys: space
 * plays, arrows move in time and between items, 1 2 3 0 judge, M marks, + and - change the speed.
 */
export class QualitySheet extends Component {
    static template = "ops_callcenter.QualitySheet";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.audio = useRef("audio");
        this.root = useRef("root");
        this.clock = clock;
        this.speeds = SPEEDS;
        this.labels = {
            pass: _t("Pass"),
            half: _t("Half"),
            fail: _t("Fail"),
            na: _t("Not applicable"),
        };
        this.state = useState({
            sheet: this.props.record.data[this.props.name],
            at: 0,
            speed: 1,
            chosen: 0,
            playing: false,
            failed: false,
        });
        onMounted(() => this.choose(this.nextOpen(-1)));
        onWillUpdateProps((props) => {
            this.state.sheet = props.record.data[props.name];
        });
        useExternalListener(document, "keydown", (event) => this.onKey(event), {capture: true});
    }

    get sheet() {
        return this.state.sheet;
    }

    /** Not called ``item``: a loop of the template could not use that name for its own. */
    get chosenItem() {
        return this.sheet.items[this.state.chosen];
    }

    get score() {
        const {final} = this.sheet;
        return final === null ? "–" : final.toFixed(1);
    }

    verdicts(item) {
        return ["pass", ...(item.half ? ["half"] : []), "fail", ...(item.na ? ["na"] : [])];
    }

    place(mark) {
        const length = this.audio.el?.duration || this.sheet.seconds || 1;
        return `left: ${Math.min(100, (100 * mark.second) / length)}%`;
    }

    /** Write one act and show what it led to. */
    async act(method, ...args) {
        const {resModel, resId} = this.props.record;
        this.state.sheet = await this.orm.call(resModel, method, [resId, ...args]);
    }

    nextOpen(from) {
        const found = this.sheet.items.findIndex((item, at) => at > from && !item.verdict);
        return found < 0 ? Math.max(from, 0) : found;
    }

    choose(at) {
        this.state.chosen = Math.max(0, Math.min(this.sheet.items.length - 1, at));
        this.root.el?.querySelector(".o_ops_qa_chosen")?.scrollIntoView({block: "nearest"});
    }

    async judge(at, verdict) {
        const item = this.sheet.items[at];
        if (!this.sheet.editable || !this.verdicts(item).includes(verdict)) {
            return;
        }
        await this.act("action_judge", item.id, item.verdict === verdict ? false : verdict);
        this.choose(item.verdict === verdict ? at : this.nextOpen(at));
    }

    note(item, event) {
        return this.act("action_judge", item.id, item.verdict || false, event.target.value);
    }

    mark() {
        if (this.sheet.editable) {
            return this.act("action_mark", Math.floor(this.state.at), this.chosenItem?.id || false);
        }
    }

    seek(second) {
        const player = this.audio.el;
        if (player) {
            player.currentTime = Math.max(0, second);
            this.state.at = player.currentTime;
        }
    }

    toggle() {
        const player = this.audio.el;
        return player && (player.paused ? player.play() : player.pause());
    }

    hasten(way) {
        const at = SPEEDS.indexOf(this.state.speed) + way;
        this.setSpeed(SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at))]);
    }

    setSpeed(speed) {
        this.state.speed = speed;
        if (this.audio.el) {
            this.audio.el.playbackRate = speed;
        }
    }

    onKey(event) {
        const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
        if (typing || event.ctrlKey || event.altKey || event.metaKey) {
            return;
        }
        const act = this.keys()[event.key];
        if (act && document.querySelector(".modal") === null) {
            event.preventDefault();
            event.stopPropagation();
            act();
        }
    }

    keys() {
        const judging = Object.entries(VERDICTS).map(([key, verdict]) => [
            key,
            () => this.judge(this.state.chosen, verdict),
        ]);
        return {
            " ": () => this.toggle(),
            ArrowLeft: () => this.seek(this.state.at - STEP_S),
            ArrowRight: () => this.seek(this.state.at + STEP_S),
            ArrowUp: () => this.choose(this.state.chosen - 1),
            ArrowDown: () => this.choose(this.state.chosen + 1),
            "+": () => this.hasten(1),
            "-": () => this.hasten(-1),
            m: () => this.mark(),
            M: () => this.mark(),
            ...Object.fromEntries(judging),
        };
    }
}

registry.category("fields").add("ops_qa_sheet", {
    component: QualitySheet,
    supportedTypes: ["json"],
});
