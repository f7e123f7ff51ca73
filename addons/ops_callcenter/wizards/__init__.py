from . import ops_qa_draw
