"""Every route of the account site, each with its access check."""

from starlette.routing import BaseRoute, Route

from console.account import (
    dashboard,
    factor_changes,
    help_article,
    password,
    recovery_tokens,
    required_factor,
    reset_not_me,
    set_up_again,
    settings,
    slack_link,
    team,
    two_factor,
)
from console.web.doors import door
from console.web.screens.forgotten_password import forgotten_routes
from console.web.screens.own_sessions import session_routes
from console.web.screens.passwords import link_routes
from console.web.screens.signing_in import sign_in_routes
from console.web.site import Site


def account_routes(site: Site) -> list[BaseRoute]:
    """The routes of ``site``; the bubble is mounted beside them by the composition root."""
    return [
        *sign_in_routes(site),
        *link_routes(site, "/password/set/{token}", "/password/reset/{token}"),
        *forgotten_routes(site),
        *set_up_again.set_up_again_routes(site),
        *reset_not_me.reset_not_me_routes(site),
        Route("/help/two-factor", door(site, help_article.show, needs="nobody"), methods=["GET"]),
        *_pages(site),
        *_acts(site),
        *team.team_routes(site),
        *session_routes(site),
        *(_slack(site) if site.installation.settings.slack_is_on else ()),
    ]


def _pages(site: Site) -> list[BaseRoute]:
    pages = {
        "/": dashboard.show,
        "/settings": settings.show,
        required_factor.PAGE: required_factor.show,
        "/cards/set-up": settings.show,
        "/cards/new-tokens": factor_changes.show("tokens"),
        **{path: factor_changes.show(change) for change, path in factor_changes.PATHS.items()},
    }
    return [
        Route(path, door(site, handler, needs="session"), methods=["GET"]) for path, handler in pages.items()
    ]


def _acts(site: Site) -> list[BaseRoute]:
    """What a signed-in person may do; the bubble's cards post to the same routes."""
    acts = {
        "/practice": dashboard.switch,
        required_factor.PAGE: required_factor.ask,
        "/settings/two-factor/begin": two_factor.begin,
        "/settings/two-factor/confirm": two_factor.confirm,
        "/settings/recovery-tokens/acknowledge": recovery_tokens.acknowledge,
        "/settings/recovery-tokens/again": recovery_tokens.again,
        "/settings/recovery-tokens": factor_changes.new_tokens,
        "/settings/new-phone": factor_changes.new_phone,
        "/settings/turn-off": factor_changes.turn_off,
        "/settings/password": password.change_password,
    }
    return [
        Route(path, door(site, handler, needs="session"), methods=["POST"]) for path, handler in acts.items()
    ]


def _slack(site: Site) -> list[BaseRoute]:
    """Linking a Slack user, where this installation talks to Slack."""
    return [
        Route("/slack/link/{token}", door(site, slack_link.carry, needs="nobody"), methods=["GET"]),
        Route(slack_link.PAGE, door(site, slack_link.show, needs="session"), methods=["GET"]),
        Route(slack_link.PAGE, door(site, slack_link.confirm, needs="session"), methods=["POST"]),
        Route("/settings/slack/unlink", door(site, slack_link.unlink, needs="session"), methods=["POST"]),
    ]
