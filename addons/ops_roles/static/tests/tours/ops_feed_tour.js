import {registry} from "@web/core/registry";

/**
 * Let go of files over an element, with the events a browser sends.
 *
 * @param {Element} target
 * @param {Object} contents text by file name
 */
function drop(target, contents) {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of Object.entries(contents)) {
        dataTransfer.items.add(new File([text], name, {type: "text/plain"}));
    }
    for (const kind of ["dragenter", "dragover", "drop"]) {
        const event = new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true});
        if (target.dispatchEvent(event) && kind !== "dragenter") {
            throw new Error(`The browser would open the file: nobody took ${kind}`);
        }
    }
}

/** A file dragged in, told what came of it; one that cannot be read, told why. */
registry.category("web_tour.tours").add("ops_feed_drag", {
    steps: () => [
        {
            content: "Choose the source; its only kind of file is chosen with it",
            trigger: "#ops_feed_source",
            run: "selectByLabel Tour source",
        },
        {
            content: "Drag two files in at once, beside the button: the page must not be left",
            trigger: ".o_ops_feed_send:has(.o_ops_feed_drop:enabled)",
            run() {
                drop(this.anchor, {"good.txt": "a|1\nb|2\nx\n", "empty.txt": ""});
            },
        },
        {
            content: "One line of it was rejected",
            trigger: ".o_ops_feed_send .alert-warning:contains(good.txt)",
        },
        {
            content: "The empty one was refused",
            trigger: ".o_ops_feed_send .alert-danger:contains(empty.txt)",
        },
        {
            content: "See what came of it",
            trigger: ".o_ops_feed_send .alert-warning .btn-link",
            run: "click",
        },
        {
            content: "The rejected line stands there with its number",
            trigger: ".o_form_view [name=reject_ids] .o_data_row [name=line_no]:contains(3)",
        },
    ],
});
