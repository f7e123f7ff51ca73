import {Component, useRef, useState} from "@odoo/owl";
import {isBarcodeScannerSupported} from "@web/core/barcode/barcode_video_scanner";
import {registry} from "@web/core/registry";
import {scanBarcode} from "@web/core/barcode/barcode_dialog";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";
import {useService} from "@web/core/utils/hooks";

/** One field for every number: serials and barcodes, scanned by gun or camera, or typed. */
export class WorkScan extends Component {
    static template = "ops_branch.WorkScan";
    static props = {...standardWidgetProps};

    setup() {
        this.orm = useService("orm");
        this.input = useRef("input");
        this.state = useState({text: "", done: "", refused: ""});
        this.hasCamera = isBarcodeScannerSupported();
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.take();
        }
    }

    async useCamera() {
        this.state.text = await scanBarcode(this.env);
        await this.take();
    }

    async take() {
        const text = this.state.text.trim();
        if (!text) {
            return;
        }
        Object.assign(this.state, {text: "", done: "", refused: ""});
        try {
            this.state.done = await this.orm.call("ops.work.order", "scan", [
                [this.props.record.resId],
                text,
            ]);
            await this.props.record.load();
        } catch (error) {
            if (!error.data) {
                throw error;
            }
            this.state.refused = error.data.message;
            this.state.text = text;
        }
        this.input.el?.focus();
    }
}

registry.category("view_widgets").add("ops_work_scan", {component: WorkScan});
