import {onWillUnmount} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {
    ProgressBarField,
    progressBarField,
} from "@web/views/fields/progress_bar/progress_bar_field";

/** Milliseconds between two looks at a file the server works on. */
const POLL_EVERY = 2000;

/** A progress bar that follows the server while the file is waiting or running. */
export class FeedProgress extends ProgressBarField {
    setup() {
        super.setup();
        this.timer = setInterval(() => this.follow(), POLL_EVERY);
        onWillUnmount(() => clearInterval(this.timer));
    }

    async follow() {
        if (["received", "running"].includes(this.props.record.data.state)) {
            await this.props.record.load();
        }
    }
}

registry.category("fields").add("ops_feed_progress", {
    ...progressBarField,
    component: FeedProgress,
});
