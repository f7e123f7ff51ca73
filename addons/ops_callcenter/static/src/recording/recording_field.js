import {Component, useState} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** Plays the recording of a call; nothing is fetched before somebody presses play. */
export class RecordingField extends Component {
    static template = "ops_callcenter.RecordingField";
    static props = {...standardFieldProps};

    setup() {
        this.state = useState({failed: false});
    }

    get source() {
        const {resId, resModel} = this.props.record;
        const kind = resModel === "ops.outbound.call" ? "outbound" : "call";
        return `/ops/recording/${kind}/${resId}`;
    }
}

registry.category("fields").add("ops_recording", {
    component: RecordingField,
    supportedTypes: ["boolean"],
});
