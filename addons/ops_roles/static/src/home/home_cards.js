import {Component} from "@odoo/owl";
import {registry} from "@web/core/registry";

const props = {card: Object, open: Function, press: Function};

/** One line per item: what it is, its value, and what can be done in place. */
export class HomeList extends Component {
    static template = "ops_roles.HomeList";
    static props = props;
}

/** Figures side by side: a big value with its name and trend. */
export class HomeFigures extends Component {
    static template = "ops_roles.HomeFigures";
    static props = props;
}

/** The few things a role does most. */
export class HomeButtons extends Component {
    static template = "ops_roles.HomeButtons";
    static props = props;
}

registry
    .category("ops_home_cards")
    .add("list", HomeList)
    .add("figures", HomeFigures)
    .add("buttons", HomeButtons);
