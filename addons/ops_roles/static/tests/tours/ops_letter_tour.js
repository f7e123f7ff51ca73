import {card, press, take} from "./ops_work_steps";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const subject = "Tour letter";

tours.add("ops_letter_circulate", {
    steps: () => [
        {
            content: "first click: the letter on my desk",
            trigger: `${card("letters", subject)} a`,
            run: "click",
        },
        press("action_circulate"),
        ...take(".modal", "user_ids", "t_bm"),
        {
            content: "third click: circulate",
            trigger: ".modal button[name=action_circulate]",
            run: "click",
        },
        {
            content: "the read list",
            trigger: "body:not(:has(.modal)) button[name=action_open_readers]",
        },
    ],
});

tours.add("ops_letter_read", {
    steps: () => [
        {
            content: "sign on the home page",
            trigger: `${card("letters_to_read", subject)} button`,
            run: "click",
        },
        {
            content: "nothing is left to read",
            trigger: ".o_ops_home_card[data-card=letters_to_read]:not(:has(li))",
        },
    ],
});
