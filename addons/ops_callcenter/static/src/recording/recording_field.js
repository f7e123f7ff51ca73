import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** Plays the recording of a call; nothing is fetched before somebody presses play. */
export class RecordingField extends Component {
    static template = "ops_callcenter.RecordingField";
    static props = {...standardFieldProps};

    get source() {
        return `/ops/recording/${this.props.record.resId}`;
    }
}

registry.category("fields").add("ops_recording", {
    component: RecordingField,
    supportedTypes: ["boolean"],
});
