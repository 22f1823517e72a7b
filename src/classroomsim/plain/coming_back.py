"""Coming back after some days: how the day went, one beat under another cause, the plan again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from classroomsim.diary.record import Offer, Plan
from classroomsim.diary.revisit import offer_of, offers
from classroomsim.diary.sitting import Sitting
from classroomsim.diary.store import Diary
from classroomsim.pages.wording import on_day
from classroomsim.plain import help as said
from classroomsim.plain import lasting, planning, sections
from classroomsim.plain.session import Session


def offered(session: Session, scenario: str) -> Offer | None:
    """The offer for this scenario that the player takes up; others are only mentioned.

    Asked in a terminal, with a diary, where the player lets it be asked.
    """
    diary = session.diary
    if diary is None or not (session.talk.interactive and session.settings.come_back):
        return None
    entries = session.noted(lambda kept: kept.entries()) or []
    plans = session.noted(lambda kept: kept.plans()) or []
    found = offers(entries, plans, session.clock())
    session.say(lasting.elsewhere(o for o in found if o.scenario_id != scenario))
    mine = next((o for o in found if o.scenario_id == scenario), None)
    return mine if mine and session.talk.ask_yes(lasting.come_back(mine)) else None


def asked_for(diary: Diary, scenario: str) -> Offer | None:
    """What there is to come back to in a scenario, whenever that is; None before a whole play."""
    return offer_of(diary.entries(scenario), diary.plans(scenario))


def begin(session: Session, diary: Diary, offer: Offer) -> None:
    """Asks how the day went, if there was a plan, and begins the one beat. Raises `DiaryError`."""
    plan = offer.plan
    session.sitting = Sitting.revisit(diary, offer)
    session.offer, session.came_to = offer, len(session.sitting.play.choices)
    if plan is not None:
        session.say(["", *lasting.plan_of(offer)])
        came = session.ask_text(
            sections.wrapped(f"{_did_it_come(session, plan)} {said.HOW_DID_IT_GO}")
        )
        if came:
            session.noted(lambda kept: kept.came(plan.id, came))
            session.say([said.NOTED])
    session.say(["", *sections.wrapped(said.ANOTHER_CAUSE)])


def _did_it_come(session: Session, plan: Plan) -> str:
    """Asks after the plan's day by its name, once it has come; else after a moment like that."""
    if plan.day is None or plan.day > session.clock().astimezone().date():
        return said.DID_IT_COME
    return said.DID_THE_DAY_COME.format(day=on_day(plan.day).split()[0])


def change_plan(session: Session, offer: Offer, plan: Plan) -> None:
    """The plan that was come back to: shown, and changed where it stands in the diary."""
    session.say(["", *lasting.plan_of(offer)])
    line = session.ask_text([said.PLAN_EMPTY_KEEPS])
    if line is None:
        return
    day = planning.ask_day(session, plan.day)
    changed = session.noted(lambda kept: _changed(kept, plan, line, day))
    if changed is not None:
        session.offer = replace(offer, plan=changed)
        session.say([said.PLANNED])


def _changed(diary: Diary, plan: Plan, line: str, day: date | None) -> Plan:
    diary.change_plan(plan.id, line or None, day)
    return diary.one_plan(plan.id)
