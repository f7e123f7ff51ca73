import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

const two = (number) => String(number).padStart(2, "0");
const clock = (seconds) => {
    const whole = Math.round(seconds);
    return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
};
const FORMATS = {
    integer: (value) => formatFloat(value, {digits: [16, 0]}),
    number: (value) => formatFloat(value, {digits: [16, 2]}),
    money: (value) => `¥${formatFloat(value, {digits: [16, 2]})}`,
    percent: (value) => `${formatFloat(value * 100, {digits: [16, 1]})}%`,
    seconds: clock,
};

/** A frozen value as the reader knows it; nothing measured stays blank. */
export function shown(value, kind) {
    if (value === null || value === undefined || value === false) {
        return "";
    }
    const format = typeof value === "number" && FORMATS[kind];
    return format ? format(value) : String(value);
}

/** The frozen sheets of a report. A figure with records behind it opens them. */
export class ReportContent extends Component {
    static template = "ops_roles.ReportContent";
    static props = {...standardFieldProps};

    setup() {
        this.action = useService("action");
    }

    get sheets() {
        return this.props.record.data[this.props.name] || [];
    }

    text(row, column) {
        return shown(row[column.key], column.kind);
    }

    opens(row, column) {
        return Boolean(row[column.key] && row._domains && row._domains[column.key]);
    }

    open(sheet, row, column) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: `${row[sheet.columns[0].key]} · ${column.label}`,
            res_model: row._model,
            domain: row._domains[column.key],
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}

/** Figures that differ from the version before. */
export class ReportDifference extends Component {
    static template = "ops_roles.ReportDifference";
    static props = {...standardFieldProps};

    get lines() {
        return this.props.record.data[this.props.name] || [];
    }

    text(value, kind) {
        return shown(value, kind) || _t("none");
    }
}

registry.category("fields").add("ops_report_content", {
    component: ReportContent,
    supportedTypes: ["json"],
});
registry.category("fields").add("ops_report_difference", {
    component: ReportDifference,
    supportedTypes: ["json"],
});
