"""Properties of the resolver over random organisations: no odoo here."""

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.ops_roles.core.approval import Card, Org, Rule, canonical, digest, in_band, resolve

PEOPLE, ROLES, PLACES = range(1, 8), range(1, 5), range(1, 5)


def maybe(values):
    return st.one_of(st.none(), st.sampled_from(list(values)))


@st.composite
def organisations(draw):
    users = {person: draw(st.sampled_from([person + 100, None])) for person in PEOPLE}
    cards = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        person = draw(st.sampled_from(list(PEOPLE)))
        role, place = draw(st.sampled_from(list(ROLES))), draw(st.sampled_from(list(PLACES)))
        cards.append(Card(number, users[person], person, role, place))
    for number in range(101, 101 + draw(st.integers(0, 3))):
        principal = draw(st.sampled_from([card for card in cards if card.principal is None]))
        person = draw(st.sampled_from([one for one in PEOPLE if one != principal.employee]))
        place = (principal.role, principal.department)
        cards.append(Card(number, users[person], person, *place, principal.id))
    return Org(
        cards,
        parents={place: draw(maybe(PLACES)) for place in PLACES},
        managers={place: who for place in PLACES if (who := draw(maybe(PEOPLE)))},
        superiors={role: draw(maybe(ROLES)) for role in ROLES},
        bosses={person: draw(maybe(PEOPLE)) for person in PEOPLE},
        users=users,
        former=draw(
            st.dictionaries(
                st.sampled_from(
                    [person + 100 for person in PEOPLE if users[person] is None] or [0]
                ),
                maybe(PEOPLE),
            )
        ),
    )


@st.composite
def rules(draw):
    requester = draw(st.sampled_from(list(PEOPLE)))
    return Rule(
        resolver=draw(st.sampled_from(["role", "superior", "manager", "person"])),
        mode=draw(st.sampled_from(["any", "all", "every"])),
        department=draw(st.sampled_from(list(PLACES))),
        requester=requester,
        barred=frozenset([requester + 100]),
        roles=tuple(draw(st.sets(st.sampled_from(list(ROLES)), min_size=1))),
        people=tuple(draw(st.sets(st.sampled_from(range(101, 108)), min_size=1))),
        levels=draw(st.integers(1, 4)),
        everywhere=draw(st.booleans()),
        escalated=draw(st.integers(0, 2)),
    )


earlier = st.sets(st.sampled_from(range(101, 108)))


@given(organisations(), rules(), earlier)
def test_nobody_signs_who_must_not(org, rule, signed_users):
    for who in resolve(org, rule, signed_users).seats.values():
        for signer in who:
            assert signer.user is not None
            assert signer.user not in rule.barred
            if signer.principal is not None:
                assert signer.user not in signed_users
                principal = org.by_id[signer.principal]
                assert principal.principal is None, "no chains"
                assert org.by_id[signer.card].principal == principal.id


@given(organisations(), rules(), earlier)
def test_signing_everything_ends_or_is_blocked(org, rule, before):
    """Each signature takes a seat; it is never done without one, and it always comes to an end."""
    signed, users = [], set(before)
    for _turn in range(20):
        found = resolve(org, rule, users)
        assert signed or found.open_seats(rule.mode, signed) or not found.seats
        if found.blocked(rule.mode, signed) or not found.open_seats(rule.mode, signed):
            break
        signer = found.signers(rule.mode, signed)[0]
        taken = found.sign(signer.user, rule.mode, signed)
        assert taken
        signed += [one.seat for one in taken]
        users.add(signer.user)
    else:
        raise AssertionError("no end")
    if not found.blocked(rule.mode, signed) and found.seats:
        assert signed, "approved without a signature"


@given(organisations(), rules(), earlier)
def test_an_empty_seat_has_a_reason_or_no_one_above(org, rule, signed_users):
    found = resolve(org, rule, signed_users)
    if any(not who for who in found.seats.values()) and rule.resolver == "role":
        assert found.notes


@given(organisations(), rules(), earlier)
def test_every_person_named_has_a_seat_also_who_left(org, rule, signed_users):
    found = resolve(org, rule, signed_users)
    if rule.resolver == "person":
        assert set(found.seats) == {f"user:{user}" for user in rule.people}
    for who in found.seats.values():
        assert not {signer.user for signer in who} & org.former.keys()


@given(organisations(), rules(), earlier)
def test_nothing_waits_silently(org, rule, signed_users):
    """Either somebody may sign or the administrator is told."""
    found = resolve(org, rule, signed_users)
    assert found.signers(rule.mode) or found.blocked(rule.mode)


@given(organisations(), rules(), earlier)
def test_the_same_organisation_gives_the_same_answer(org, rule, signed_users):
    assert resolve(org, rule, signed_users).seats == resolve(org, rule, signed_users).seats


@given(organisations(), rules())
def test_one_signature_of_a_stand_in_takes_one_seat(org, rule):
    found = resolve(org, rule)
    for signer in found.signers(rule.mode):
        taken = found.sign(signer.user, rule.mode)
        assert len(taken) == 1 or all(one.principal is None for one in taken)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), values))
def test_order_does_not_matter_but_content_does(content):
    turned = dict(reversed(list(content.items())))
    assert canonical(turned) == canonical(content)
    assert digest({**content, "more": 1}) != digest({**content, "more": 2})


@given(st.floats(0, 1e9), st.floats(1, 1e6), st.floats(1, 1e6))
def test_bands_that_touch_leave_no_gap(amount, low, more):
    bands = [(0, low), (low, low + more), (low + more, 0)]
    assert sum(in_band(amount, *band) for band in bands) == 1
