import {Component, onWillStart, useEffect, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {CopyButton} from "@web/core/copy_button/copy_button";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useInputField} from "@web/views/fields/input_field_hook";
import {user} from "@web/core/user";
import {useService} from "@web/core/utils/hooks";
import {RevealDialog} from "./reveal_dialog";

/**
 * A masked number with an eye button for who may reveal it. The number in full lives in this
 * component only: it is gone when the record changes, the view is left or the eye is pressed again.
 */
export class ConfidentialField extends Component {
    static template = "ops_roles.ConfidentialField";
    static components = {CopyButton};
    static props = {...standardFieldProps, placeholder: {type: String, optional: true}};

    setup() {
        this.dialog = useService("dialog");
        this.state = useState({revealed: ""});
        this.copied = _t("Copied");
        onWillStart(async () => {
            this.mayReveal = await user.hasGroup("ops_roles.group_reveal");
        });
        useEffect(
            () => this.hide(),
            () => [this.props.record.resId, this.value]
        );
        // A masked number is shown beside an empty input: it must never be sent back.
        useInputField({
            getValue: () => this.state.revealed || (this.isMasked ? "" : this.value),
            parse: (value) => value.trim() || (this.state.revealed ? "" : this.value),
        });
    }

    get value() {
        return this.props.record.data[this.props.name] || "";
    }
    get isMasked() {
        return /\d\*{4,}/.test(this.value);
    }
    get shown() {
        return this.state.revealed || this.value;
    }
    get placeholder() {
        return this.isMasked ? this.value : this.props.placeholder;
    }
    get hasEye() {
        return this.mayReveal && this.isMasked && Boolean(this.props.record.resId);
    }
    get eyeTitle() {
        return this.state.revealed ? _t("Hide the number") : _t("Show the number");
    }

    hide() {
        this.state.revealed = "";
    }

    toggle() {
        if (this.state.revealed) {
            return this.hide();
        }
        const {record, name} = this.props;
        this.dialog.add(RevealDialog, {
            resModel: record.resModel,
            resId: record.resId,
            field: name,
            label: record.fields[name].string,
            masked: this.value,
            onRevealed: (number) => {
                this.state.revealed = number;
            },
        });
    }
}

export const confidentialField = {
    component: ConfidentialField,
    displayName: _t("Confidential number"),
    supportedTypes: ["char"],
    extractProps: ({placeholder}) => ({placeholder}),
};

registry.category("fields").add("ops_confidential", confidentialField);
