import {CharField, charField} from "@web/views/fields/char/char_field";
import {registry} from "@web/core/registry";
import {useEffect} from "@odoo/owl";

/** A field a scanner types into: the Enter it sends goes on to the next such field. */
export class ScanField extends CharField {
    setup() {
        super.setup();
        useEffect(
            (el) => {
                el?.addEventListener("keydown", this.onScanned);
                return () => el?.removeEventListener("keydown", this.onScanned);
            },
            () => [this.input.el]
        );
    }

    onScanned(ev) {
        if (ev.key !== "Enter") {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        const el = ev.currentTarget;
        const all = [...el.closest(".o_form_view").querySelectorAll(".o_field_ops_scan input")];
        const next = all[all.indexOf(el) + 1];
        if (next) {
            next.focus();
            next.select();
        } else {
            el.blur();
        }
    }
}

registry.category("fields").add("ops_scan", {...charField, component: ScanField});
