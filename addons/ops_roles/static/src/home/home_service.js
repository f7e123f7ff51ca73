import {EventBus} from "@odoo/owl";
import {registry} from "@web/core/registry";

/** Listens for changes of what a user's home shows, also when another page is open. */
export const homeService = {
    dependencies: ["bus_service", "menu"],
    start(env, {bus_service, menu}) {
        const changes = new EventBus();
        bus_service.subscribe("ops_roles.home", async ({menus}) => {
            if (menus) {
                await menu.reload();
            }
            changes.trigger("changed");
        });
        return {changes};
    },
};

registry.category("services").add("ops_home", homeService);
