"""Every page of the console, with who may open it and who may do what there. Nothing else has an address."""

from lapwing.model.people import Permission as May
from lapwing.service.console.access import Page, Who
from lapwing.service.console.pages import destinations, keys, lists, people, person, surfaces
from lapwing.service.console.pages.assets import mark, stylesheet
from lapwing.service.console.pages.attesting import attest, withdraw_statement
from lapwing.service.console.pages.case import case
from lapwing.service.console.pages.deciding import decide
from lapwing.service.console.pages.decisions import decision, decisions
from lapwing.service.console.pages.home import home
from lapwing.service.console.pages.ledger import ledger
from lapwing.service.console.pages.links import link
from lapwing.service.console.pages.looking import blurred, reveal
from lapwing.service.console.pages.machine import machine
from lapwing.service.console.pages.outbox import outbox, replay
from lapwing.service.console.pages.queues import decided, drawn, queue, queues
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
from lapwing.service.console.pages.you import (
    RecoveryCodes,
    RenewFactor,
    SecondFactor,
    change_password,
    end_one_session,
    new_codes,
    you,
)

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
    Page(
        name="renew_factor",
        path="you/second-factor/new/",
        view=RenewFactor.as_view(),
        may=dict.fromkeys(_BOTH, ENROLLED),
        embeds_images=True,
    ),
    Page(
        name="change_password",
        path="you/password/",
        view=change_password,
        may=dict.fromkeys(_BOTH, ENROLLED),
    ),
    Page(name="end_session", path="you/sessions/end/", view=end_one_session, may={"POST": ENROLLED}),
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
    Page(name="drawn", path="drawn/", view=drawn, may={"GET": May.CASE_READ}),
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
    Page(
        name="attest",
        path="code/<str:row>/attest/",
        view=attest,
        may=dict.fromkeys(_BOTH, May.ATTEST),
    ),
    Page(
        name="withdraw",
        path="code/<str:row>/statements/<str:attestation_id>/withdraw/",
        view=withdraw_statement,
        may=dict.fromkeys(_BOTH, May.ATTEST),
    ),
    Page(name="machine", path="machine/", view=machine, may={"GET": May.OUTBOX_READ}),
)

LISTS = (
    Page(name="lists", path="lists/", view=lists.lists, may={"GET": May.LIST_READ}),
    Page(name="list", path="lists/<str:name>/", view=lists.list_page, may={"GET": May.LIST_READ}),
    Page(
        name="list_accept",
        path="lists/<str:name>/versions/<int:number>/accept/",
        view=lists.accept,
        may={"POST": May.LIST_WRITE},
    ),
    Page(
        name="list_review",
        path="lists/<str:name>/review/",
        view=lists.review,
        may={"POST": May.LIST_WRITE},
    ),
    Page(
        name="list_retire",
        path="lists/<str:name>/retire/",
        view=lists.retire,
        may={"POST": May.LIST_WRITE},
    ),
    Page(
        name="list_reinstate",
        path="lists/<str:name>/reinstate/",
        view=lists.reinstate,
        may={"POST": May.LIST_WRITE},
    ),
)

# What has a name that people choose has its own page beside, not under, the page that lists them all: one may
# be called "add".
SURFACES = (
    Page(name="surfaces", path="surfaces/", view=surfaces.surfaces, may={"GET": May.SURFACE_READ}),
    Page(
        name="surface_add",
        path="surfaces/add/",
        view=surfaces.add,
        may=dict.fromkeys(_BOTH, May.SURFACE_WRITE),
    ),
    Page(
        name="surface",
        path="surface/<str:name>/",
        view=surfaces.surface,
        may={"GET": May.SURFACE_READ, "POST": May.SURFACE_WRITE},
    ),
)

DESTINATIONS = (
    Page(
        name="destinations",
        path="destinations/",
        view=destinations.destinations,
        may={"GET": May.DESTINATION_WRITE},
    ),
    Page(
        name="destination_add",
        path="destinations/add/",
        view=destinations.add,
        may=dict.fromkeys(_BOTH, May.DESTINATION_WRITE),
    ),
    Page(
        name="destination",
        path="destination/<str:name>/",
        view=destinations.destination,
        may=dict.fromkeys(_BOTH, May.DESTINATION_WRITE),
    ),
    *(
        Page(
            name=f"destination_{act}",
            path=f"destination/<str:name>/{act}/",
            view=view,
            may={"POST": May.DESTINATION_WRITE},
        )
        for act, view in (
            ("pause", destinations.pause),
            ("resume", destinations.resume),
            ("secret", destinations.new_secret),
            ("test", destinations.test),
            ("remove", destinations.remove),
        )
    ),
    Page(
        name="destination_replay",
        path="destination/<str:name>/replay/",
        view=destinations.replay_all,
        may={"POST": May.OUTBOX_REPLAY},
    ),
)

KEYS = (
    Page(name="keys", path="keys/", view=keys.keys, may={"GET": May.KEY_WRITE}),
    Page(name="key_add", path="keys/add/", view=keys.add, may=dict.fromkeys(_BOTH, May.KEY_WRITE)),
    Page(name="key", path="keys/<str:key_id>/", view=keys.key, may={"GET": May.KEY_WRITE}),
    Page(
        name="key_rotate",
        path="keys/<str:key_id>/rotate/",
        view=keys.rotate_key,
        may={"POST": May.KEY_WRITE},
    ),
    Page(
        name="key_revoke",
        path="keys/<str:key_id>/revoke/",
        view=keys.revoke_key,
        may={"POST": May.KEY_WRITE},
    ),
)

PEOPLE = (
    Page(name="people", path="people/", view=people.people, may={"GET": May.PEOPLE_WRITE}),
    Page(
        name="person_add",
        path="people/add/",
        view=people.add,
        may=dict.fromkeys(_BOTH, May.PEOPLE_WRITE),
    ),
    Page(name="person", path="person/<str:username>/", view=person.person, may={"GET": May.PEOPLE_WRITE}),
    *(
        Page(
            name=f"person_{name}",
            path=f"person/<str:username>/{path}/",
            view=view,
            may={"POST": May.PEOPLE_WRITE},
        )
        for name, path, view in (
            ("roles", "roles", person.roles),
            ("reset", "reset", person.reset),
            ("lock", "lock", person.lock),
            ("unlock", "unlock", person.unlock),
            ("sign_out", "sign-out", person.end_sessions),
        )
    ),
)

ASSETS = (
    Page(name="stylesheet", path="look/lapwing.css", view=stylesheet, may={"GET": ANYBODY}, keeps=True),
    Page(name="mark", path="look/lapwing.svg", view=mark, may={"GET": ANYBODY}, keeps=True),
)

PAGES = (
    *SIGNING_IN,
    *CASES,
    *REGISTERS,
    *LISTS,
    *SURFACES,
    *DESTINATIONS,
    *KEYS,
    *PEOPLE,
    *ASSETS,
)
