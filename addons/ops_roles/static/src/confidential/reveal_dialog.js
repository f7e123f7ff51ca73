import {Component, onWillStart, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {useService} from "@web/core/utils/hooks";

/** Asks why a confidential number is to be seen; the server logs the answer and gives the number. */
export class RevealDialog extends Component {
    static template = "ops_roles.RevealDialog";
    static components = {Dialog};
    static props = {
        resModel: String,
        resId: Number,
        field: String,
        label: String,
        masked: String,
        onRevealed: Function,
        close: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.fieldService = useService("field");
        this.state = useState({reason: "", note: "", busy: false});
        onWillStart(async () => {
            const {reason} = await this.fieldService.loadFields("ops.reveal.log", {
                fieldNames: ["reason"],
            });
            this.reasons = reason.selection;
        });
    }

    get isComplete() {
        const {reason, note} = this.state;
        return Boolean(reason) && (reason !== "other" || Boolean(note.trim()));
    }

    async reveal() {
        if (!this.isComplete || this.state.busy) {
            return;
        }
        this.state.busy = true;
        try {
            const {resModel, resId, field} = this.props;
            const {reason, note} = this.state;
            const value = await this.orm.call("ops.reveal.log", "action_reveal", [
                resModel,
                resId,
                field,
                reason,
                note,
            ]);
            this.props.onRevealed(value);
            this.props.close();
        } finally {
            this.state.busy = false;
        }
    }
}
