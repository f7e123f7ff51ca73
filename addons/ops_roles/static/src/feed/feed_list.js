import {registry} from "@web/core/registry";
import {listView} from "@web/views/list/list_view";
import {ListController} from "@web/views/list/list_controller";
import {FeedDropzone} from "./feed_dropzone";

export class FeedListController extends ListController {
    static template = "ops_roles.FeedListView";
    static components = {...ListController.components, FeedDropzone};

    reload() {
        return this.model.load();
    }
}

registry.category("views").add("ops_feed_list", {...listView, Controller: FeedListController});
