import {registry} from "@web/core/registry";
import {formatPercentage} from "@web/views/fields/formatters";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {Component} from "@odoo/owl";

function isBlank(value) {
    return value === false || value === null || value === undefined;
}

/**
 * A ratio as a percentage with one decimal; blank when there was nothing to divide by.
 *
 * @param {Number|false} value ratio, 1 is 100 %
 * @returns {String}
 */
export function formatRatio(value) {
    return isBlank(value) ? "" : formatPercentage(value, {digits: [16, 1]});
}

/**
 * Seconds as m:ss, or h:mm:ss from an hour on; blank when there is no value.
 *
 * @param {Number|false} value seconds
 * @returns {String}
 */
export function formatSeconds(value) {
    if (isBlank(value)) {
        return "";
    }
    const seconds = Math.round(value);
    const two = (number) => String(number).padStart(2, "0");
    const minutes = Math.floor(seconds / 60) % 60;
    const hours = Math.floor(seconds / 3600);
    return hours
        ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
        : `${minutes}:${two(seconds % 60)}`;
}

class FigureField extends Component {
    static template = "ops_callcenter.FigureField";
    static props = {...standardFieldProps};

    get text() {
        return this.constructor.format(this.props.record.data[this.props.name]);
    }
}

export class RatioField extends FigureField {
    static format = formatRatio;
}

export class SecondsField extends FigureField {
    static format = formatSeconds;
}

const supportedTypes = ["float", "integer"];
registry.category("formatters").add("ops_ratio", formatRatio).add("ops_seconds", formatSeconds);
registry
    .category("fields")
    .add("ops_ratio", {component: RatioField, supportedTypes})
    .add("ops_seconds", {component: SecondsField, supportedTypes});
