import {Component, onWillStart, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {useBus, useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

export class OpsHome extends Component {
    static template = "ops_roles.Home";
    static props = {...standardActionServiceProps};

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({home: {sections: []}});
        this.env.config?.setDisplayName?.(_t("Home"));
        onWillStart(() => this.load());
        useBus(useService("ops_home").changes, "changed", () => this.load());
    }

    async load() {
        this.state.home = await this.orm.silent.call("ops.home", "get_home", []);
    }

    component(card) {
        const cards = registry.category("ops_home_cards");
        return cards.get(card.component, cards.get("list"));
    }

    /** Open what an item stands for; a dialog refreshes the page when it is closed. */
    open(action) {
        if (action) {
            return this.action.doAction(action, {onClose: () => this.load()});
        }
    }

    /** Do an item's duty in place, then show what is left. */
    async press(button) {
        const next = await this.orm.call(button.model, button.method, button.args || []);
        if (next && next.type) {
            return this.open(next);
        }
        return this.load();
    }
}

registry.category("actions").add("ops_roles.home", OpsHome);
