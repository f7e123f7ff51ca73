import {registry} from "@web/core/registry";
import {GraphRenderer} from "@web/views/graph/graph_renderer";
import {graphView} from "@web/views/graph/graph_view";

/** A line has a gap, not a fall to zero, where a group has no rows to divide by. */
export class FigureGraphRenderer extends GraphRenderer {
    getLineChartData() {
        const data = super.getLineChartData();
        for (const dataset of data.datasets) {
            dataset.data = dataset.data.map((value, index) =>
                dataset.domains[index].length ? value : null
            );
        }
        return data;
    }
}

registry.category("views").add("ops_figure_graph", {
    ...graphView,
    Renderer: FigureGraphRenderer,
});
