import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

const WIDTH = 96;
const HEIGHT = 24;

function isBlank(value) {
    return value === false || value === null || value === undefined;
}

/**
 * A value in the unit of its indicator, as people read it; a dash when there is none.
 *
 * @param {Number|false|null} value percent are ratios, 1 is 100 %
 * @param {String} unit number, percent, seconds, hours, money or points
 * @param {Number} decimals
 * @returns {String}
 */
export function formatFigure(value, unit, decimals) {
    if (isBlank(value)) {
        return "–";
    }
    const number = unit === "percent" ? value * 100 : value;
    const text = number.toLocaleString("en-US", {
        minimumFractionDigits: decimals || 0,
        maximumFractionDigits: decimals || 0,
    });
    const units = {
        percent: `${text}%`,
        money: `¥${text}`,
        seconds: _t("%s s", text),
        hours: _t("%s h", text),
        points: _t("%s points", text),
    };
    return units[unit] || text;
}

/**
 * The points of a line through the values, blank ones left out.
 *
 * @param {Array<Number|null>} values
 * @returns {String} for a polyline of WIDTH × HEIGHT
 */
export function sparkline(values) {
    const known = values.filter((value) => !isBlank(value));
    const low = Math.min(...known);
    const span = Math.max(...known) - low || 1;
    const step = WIDTH / Math.max(values.length - 1, 1);
    return values
        .map((value, place) =>
            isBlank(value)
                ? ""
                : `${(place * step).toFixed(1)},${(HEIGHT - 3 - ((value - low) / span) * (HEIGHT - 6)).toFixed(1)}`
        )
        .filter(Boolean)
        .join(" ");
}

/** Shown in the unit of the record's indicator; typed in percent where the unit is percent. */
export class FigureValue extends Component {
    static template = "ops_roles.FigureValue";
    static props = {...standardFieldProps};

    get data() {
        return this.props.record.data;
    }

    get text() {
        return formatFigure(this.data[this.props.name], this.data.unit, this.data.decimals);
    }

    get factor() {
        return this.data.unit === "percent" ? 100 : 1;
    }

    get typed() {
        const value = this.data[this.props.name];
        return isBlank(value) ? "" : Number((value * this.factor).toFixed(6));
    }

    onChange(event) {
        const value = Number(event.target.value.replace(/[,%\s]/g, ""));
        if (Number.isFinite(value)) {
            this.props.record.update({[this.props.name]: value / this.factor});
        }
    }
}

/** Twelve periods as a small line; the words are for screen readers and the tooltip. */
export class FigureTrend extends Component {
    static template = "ops_roles.FigureTrend";
    static props = {...standardFieldProps};

    get values() {
        return this.props.record.data[this.props.name] || [];
    }

    get points() {
        return sparkline(this.values);
    }

    get last() {
        return this.points.split(" ").pop().split(",");
    }

    get title() {
        const {unit, decimals} = this.props.record.data;
        return this.values.map((value) => formatFigure(value, unit, decimals)).join(" · ");
    }
}

const dependencies = [
    {name: "unit", type: "char"},
    {name: "decimals", type: "integer"},
];
registry.category("fields").add("ops_figure", {
    component: FigureValue,
    supportedTypes: ["float"],
    fieldDependencies: dependencies,
});
registry.category("fields").add("ops_trend", {
    component: FigureTrend,
    supportedTypes: ["json", "jsonb"],
    fieldDependencies: dependencies,
});
