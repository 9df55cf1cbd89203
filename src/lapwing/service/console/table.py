"""Every page of the console, with who may open it and who may do what there. Nothing else has an address."""

from lapwing.model.people import Permission as May
from lapwing.service.console.access import Page, Who
from lapwing.service.console.pages.assets import mark, stylesheet
from lapwing.service.console.pages.case import case
from lapwing.service.console.pages.deciding import decide
from lapwing.service.console.pages.decisions import decision, decisions
from lapwing.service.console.pages.home import home
from lapwing.service.console.pages.ledger import ledger
from lapwing.service.console.pages.links import link
from lapwing.service.console.pages.looking import blurred, reveal
from lapwing.service.console.pages.outbox import outbox, replay
from lapwing.service.console.pages.people import people
from lapwing.service.console.pages.platform import platform
from lapwing.service.console.pages.queues import decided, queue, queues
from lapwing.service.console.pages.register import register, register_row
from lapwing.service.console.pages.sign_in import (
    Code,
    CodeAgain,
    PasswordAgain,
    SignIn,
    sign_in_anew,
    sign_out,
    sign_out_everywhere,
)
from lapwing.service.console.pages.taking import hand_back, take, take_next
from lapwing.service.console.pages.undoing import undo
from lapwing.service.console.pages.you import RecoveryCodes, SecondFactor, new_codes, you

ANYBODY, SIGNED_IN, ENROLLED = Who.ANYBODY, Who.SIGNED_IN, Who.ENROLLED
_BOTH = ("GET", "POST")

SIGNING_IN = (
    Page(
        name="account_login",
        path="sign-in/",
        view=SignIn.as_view(),
        may=dict.fromkeys(_BOTH, ANYBODY),
    ),
    Page(
        name="mfa_authenticate",
        path="sign-in/code/",
        view=Code.as_view(),
        may=dict.fromkeys(_BOTH, ANYBODY),
    ),
    Page(name="sign_in_anew", path="sign-in/anew/", view=sign_in_anew, may={"GET": SIGNED_IN}),
    Page(
        name="account_reauthenticate",
        path="sign-in/again/",
        view=PasswordAgain.as_view(),
        may=dict.fromkeys(_BOTH, SIGNED_IN),
    ),
    Page(
        name="mfa_reauthenticate",
        path="sign-in/code-again/",
        view=CodeAgain.as_view(),
        may=dict.fromkeys(_BOTH, ENROLLED),
    ),
    Page(name="account_logout", path="sign-out/", view=sign_out, may={"POST": SIGNED_IN}),
    Page(
        name="sign_out_everywhere",
        path="sign-out/everywhere/",
        view=sign_out_everywhere,
        may={"POST": SIGNED_IN},
    ),
    Page(name="link", path="link/<str:token>/", view=link, may=dict.fromkeys(_BOTH, ANYBODY)),
    Page(name="mfa_index", path="you/", view=you, may={"GET": ENROLLED}),
    Page(
        name="mfa_activate_totp",
        path="you/second-factor/",
        view=SecondFactor.as_view(),
        may=dict.fromkeys(_BOTH, SIGNED_IN),
        embeds_images=True,
    ),
    Page(
        name="mfa_view_recovery_codes",
        path="you/recovery-codes/",
        view=RecoveryCodes.as_view(),
        may={"GET": ENROLLED},
    ),
    Page(name="new_codes", path="you/recovery-codes/new/", view=new_codes, may={"POST": ENROLLED}),
)

CASES = (
    Page(name="home", path="", view=home, may={"GET": ENROLLED}),
    Page(name="queues", path="queues/", view=queues, may={"GET": May.CASE_READ}),
    Page(name="queue", path="queues/<str:queue>/", view=queue, may={"GET": May.CASE_READ}),
    Page(name="take_next", path="take/", view=take_next, may={"POST": May.CASE_CLAIM}),
    Page(name="case", path="cases/<str:case_id>/", view=case, may={"GET": May.CASE_READ}),
    Page(name="take", path="cases/<str:case_id>/take/", view=take, may={"POST": May.CASE_CLAIM}),
    Page(
        name="hand_back",
        path="cases/<str:case_id>/hand-back/",
        view=hand_back,
        may={"POST": May.CASE_CLAIM},
    ),
    Page(name="decide", path="cases/<str:case_id>/decide/", view=decide, may={"POST": May.CASE_DECIDE}),
    Page(
        name="undo",
        path="cases/<str:case_id>/undo/",
        view=undo,
        may=dict.fromkeys(_BOTH, May.CASE_UNDO),
    ),
    Page(
        name="reveal",
        path="cases/<str:case_id>/look/",
        view=reveal,
        may={"POST": May.EVIDENCE_REVEAL},
        embeds_images=True,
    ),
    Page(
        name="blurred",
        path="cases/<str:case_id>/media/<str:sealed_id>/",
        view=blurred,
        may={"GET": May.EVIDENCE_VIEW},
    ),
    Page(name="decided", path="decided/", view=decided, may={"GET": May.CASE_READ}),
)

REGISTERS = (
    Page(name="decisions", path="decisions/", view=decisions, may={"GET": May.DECISION_READ}),
    Page(
        name="decision",
        path="decisions/<str:decision_id>/",
        view=decision,
        may={"GET": May.DECISION_READ},
    ),
    Page(name="outbox", path="outbox/", view=outbox, may={"GET": May.OUTBOX_READ}),
    Page(
        name="replay",
        path="outbox/<str:message_id>/replay/",
        view=replay,
        may={"POST": May.OUTBOX_REPLAY},
    ),
    Page(name="ledger", path="ledger/", view=ledger, may={"GET": May.LEDGER_READ}),
    Page(name="register", path="code/", view=register, may={"GET": May.CODE_READ}),
    Page(name="register_row", path="code/<str:row>/", view=register_row, may={"GET": May.CODE_READ}),
    Page(name="platform", path="platform/", view=platform, may={"GET": May.SURFACE_READ}),
    Page(name="people", path="people/", view=people, may={"GET": May.PEOPLE_WRITE}),
)

ASSETS = (
    Page(name="stylesheet", path="look/lapwing.css", view=stylesheet, may={"GET": ANYBODY}, keeps=True),
    Page(name="mark", path="look/lapwing.svg", view=mark, may={"GET": ANYBODY}, keeps=True),
)

PAGES = (*SIGNING_IN, *CASES, *REGISTERS, *ASSETS)
