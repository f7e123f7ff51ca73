"""Visits an agent made to consult a colleague, tied to the calls they were made for.

The log gives such a visit another call id and an extension as caller. It belongs to the one
conversation that was going on then and ended as an attended transfer; with two of them nothing in
the log tells which, and it stays untied unless call detail records name its conversation.
"""

#: Seconds a conversation may last and still be looked at.
LONGEST_S = 7200


def parents(legs, talks):
    """Return {leg id: id of its call, or None}.

    :param legs: (entered, id, call id) of the visits, times in epoch seconds
    :param talks: (entered, answered, ended, id, call id) of calls that ended as attended transfer

    >>> talks = [(1.0, 2.0, 30.0, 7, "a"), (40.0, 41.0, 60.0, 8, "b"), (50.0, 51.0, 70.0, 9, "c")]
    >>> parents([(10.0, 1, "x"), (45.0, 2, "y"), (55.0, 3, "z"), (65.0, 4, "c")], talks)
    {1: 7, 2: 8, 3: None, 4: None}
    """
    talks, found, going, following = sorted(talks), {}, [], 0
    for at, leg, callid in sorted(legs):
        while following < len(talks) and talks[following][0] <= at:
            going.append(talks[following])
            following += 1
        going = [talk for talk in going if talk[2] >= at and talk[0] >= at - LONGEST_S]
        fitting = [talk for talk in going if talk[1] <= at and talk[4] != callid]
        found[leg] = fitting[0][3] if len(fitting) == 1 else None
    return found
