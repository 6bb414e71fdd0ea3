//! `/accessmanagement/ui/requests/svar`: one request, or several of one requester, and the answer.

use axum::Form;
use axum::extract::Query;
use axum::response::Response;
use http::StatusCode;
use uuid::Uuid;

use super::answer_page::{AnswerPage, Lacked, Others, Problem, Wanted};
use super::ids;
use super::item::Names;
use super::list::by;
use crate::domain::{AccessRequest, AccessRequestChange, AccessRequestId};
use crate::ops::access::{self, ACCESS_MANAGEMENT};
use crate::ops::access_requests::{self, Gift, Lack, Refusal, View};
use crate::ops::connections;
use crate::portal::rights::action_word;
use crate::portal::visitor::{PartyContext, label, page, page_with, redirect};
use crate::portal::{Flash, Missing, NavItem, PageError, PowerList, approvers};
use crate::routes;

type Pairs = Vec<(String, String)>;

/// `GET …/requests/svar?requestId=…`
pub async fn show(ctx: PartyContext, Query(pairs): Query<Pairs>) -> Result<Response, PageError> {
    let ids = ids::read(&pairs)?;
    page(&shown(&ctx, &ids, None).await?)
}

async fn shown(
    ctx: &PartyContext,
    ids: &[Uuid],
    problem: Option<Problem>,
) -> Result<AnswerPage, PageError> {
    let (requests, gifts) = load(ctx, ids).await?;
    let views = access_requests::views(ctx.core(), requests).await?;
    let first = views.first().ok_or(PageError::NotFound)?;
    Ok(AnswerPage {
        frame: ctx.frame(NavItem::Access).await?,
        party: ctx.party.name.clone(),
        requester: label(ctx.core(), &first.to).await?,
        by: by(ctx, first),
        wanted: wanted(ctx, &views, &gifts).await?,
        others: others(ctx).await?,
        problem,
    })
}

/// The requests of the first one's requester, and what an approval of each would give.
async fn load(
    ctx: &PartyContext,
    ids: &[Uuid],
) -> Result<(Vec<AccessRequest>, Vec<Gift>), PageError> {
    let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
    let found = access_requests::received(core, person, party, ids).await?;
    let mut requests = found.map_err(|refusal| refused(ctx, &refusal))?;
    let to = requests.first().map(|request| request.to);
    requests.retain(|request| Some(request.to) == to);
    let gifts = access_requests::preview(core, person, party, &requests).await?;
    let gifts = gifts.map_err(|refusal| refused(ctx, &refusal))?;
    Ok((requests, gifts))
}

fn refused(ctx: &PartyContext, refusal: &Refusal) -> PageError {
    match refusal {
        Refusal::LevelTooLow(level) => ctx.signed.step_up(*level),
        _ => PageError::NotFound,
    }
}

async fn wanted(
    ctx: &PartyContext,
    views: &[View],
    gifts: &[Gift],
) -> Result<Vec<Wanted>, PageError> {
    let asked: Vec<_> = views.iter().map(|view| view.request.what.clone()).collect();
    let names = Names::load(&ctx.signed, &asked).await?;
    let both = views.iter().zip(gifts);
    let wanted = both.map(|(view, gift)| Wanted {
        item: names.item(&view.request),
        lacks: gift.lacks.iter().map(|lack| lacked(ctx, lack)).collect(),
    });
    Ok(wanted.collect())
}

fn lacked(ctx: &PartyContext, lack: &Lack) -> Lacked {
    let action = lack.action.as_deref();
    Lacked {
        action: action.map(|action| action_word(action, ctx.signed.words()).to_owned()),
        reason: missing(&lack.problem),
    }
}

fn missing(problem: &connections::Refusal) -> Missing {
    use connections::Refusal::{
        LacksPackage, LacksRights, LevelTooLow, MainAdministration, NoAccess,
    };
    match problem {
        NoAccess | LacksPackage | LacksRights(_) | MainAdministration => Missing::Power,
        LevelTooLow(_) => Missing::Level,
        _ => Missing::NotDelegable,
    }
}

async fn others(ctx: &PartyContext) -> Result<Others, PageError> {
    let language = ctx.signed.language();
    let roles = approvers(&ctx.party, language);
    let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
    let shortfall = access::shortfall(core, person, "write", ACCESS_MANAGEMENT, party).await?;
    let also = PowerList::of(&shortfall.powers(), language).without(&roles);
    Ok(Others { roles, also })
}

/// `POST …/requests/svar`: every request is answered by itself.
pub async fn answer(ctx: PartyContext, Form(form): Form<Pairs>) -> Result<Response, PageError> {
    let ids = ids::read(&form)?;
    let change = match ids::field(&form, "do") {
        Some("approve") => AccessRequestChange::Approve,
        Some("reject") => AccessRequestChange::Reject,
        _ => return Err(PageError::Unreadable(StatusCode::UNPROCESSABLE_ENTITY)),
    };
    let (mut done, mut refusals) = (Vec::new(), Vec::new());
    for id in &ids {
        let step = (AccessRequestId(*id), change);
        let (core, person, party) = (ctx.core(), ctx.person(), ctx.party.id);
        match access_requests::answer(core, person, party, step).await? {
            Ok(request) => done.push(request),
            Err(refusal) => refusals.push(refusal),
        }
    }
    match (done.pop(), problem(&ctx, &refusals)?) {
        (_, Some(problem)) => page_with(
            StatusCode::CONFLICT,
            &shown(&ctx, &ids, Some(problem)).await?,
        ),
        (Some(last), None) => receipt(&ctx, last, change).await,
        (None, None) => Err(PageError::NotFound),
    }
}

/// What to say of the answers that were not taken. What the person may not do at all is no page.
fn problem(ctx: &PartyContext, refusals: &[Refusal]) -> Result<Option<Problem>, PageError> {
    let lacking = |refusal: &&Refusal| matches!(refusal, Refusal::Lacking(_));
    let lacking = refusals.iter().filter(lacking).count();
    Ok(match refusals.first() {
        None => None,
        Some(_) if lacking > 0 => Some(Problem::Some(lacking)),
        Some(Refusal::NotPossible(_)) => Some(Problem::Gone),
        Some(Refusal::ReceiverUnfit(_)) => Some(Problem::Unfit),
        Some(refusal) => return Err(refused(ctx, refusal)),
    })
}

async fn receipt(
    ctx: &PartyContext,
    request: AccessRequest,
    change: AccessRequestChange,
) -> Result<Response, PageError> {
    let mut views = access_requests::views(ctx.core(), vec![request]).await?;
    let view = views.pop().ok_or(PageError::NotFound)?;
    let who = view.to.name;
    let flash = match change {
        AccessRequestChange::Approve => Flash::RequestApproved { who },
        _ => Flash::RequestRejected { who },
    };
    ctx.signed.flash(&flash).await?;
    Ok(redirect(routes::ACCESS_REQUESTS))
}
