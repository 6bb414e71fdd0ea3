//! `/tjenesteeier/ressurser/{id}/regler`: working on a policy, seeing what it would change, publishing it.

use std::collections::BTreeSet;

use axum::Form;
use axum::extract::{Multipart, Path};
use axum::response::Response;
use http::StatusCode;

use super::context::{OwnerContext, Writer};
use super::fields::Fields;
use super::policy_draft::{PolicyDraft, candidates};
use super::policy_page::Work;
use super::table::{PolicyView, subject_name};
use super::{PolicyPage, PreviewPage};
use crate::domain::{GuardedResource, Resource};
use crate::ops::policy_impact;
use crate::ops::policy_table::{PolicyTable, TableAction, TableSubject};
use crate::ops::resources::{
    PolicyRefusal, Published, Refusal, policy_mark, publish_policy, read_table,
};
use crate::portal::form::FieldError;
use crate::portal::rights::action_word;
use crate::portal::visitor::{page_with, redirect};
use crate::portal::{Flash, PageError};
use crate::text::fill;
use crate::{routes, store};

/// A resource with what guards it.
struct Guarded {
    resource: Resource,
    guard: GuardedResource,
}

async fn load(ctx: &OwnerContext, id: &str) -> Result<Guarded, PageError> {
    let resource = ctx.resource(id).await?;
    let guard = store::policies::find(&ctx.core().db, id).await?;
    Ok(Guarded {
        resource,
        guard: guard.ok_or(PageError::NotFound)?,
    })
}

impl Guarded {
    fn stored(&self) -> Option<&str> {
        self.guard.policy.as_deref()
    }

    fn mark(&self) -> String {
        policy_mark(self.stored())
    }
}

/// What the page shows besides the resource.
struct Shown {
    status: StatusCode,
    seen: String,
    work: Work,
    errors: Vec<FieldError>,
    xml: String,
}

impl Shown {
    fn of(work: Work, seen: String) -> Self {
        Self {
            status: StatusCode::OK,
            seen,
            work,
            errors: Vec::new(),
            xml: String::new(),
        }
    }

    fn failing(self, error: FieldError) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            errors: vec![error],
            ..self
        }
    }
}

async fn render(
    ctx: &OwnerContext,
    guarded: &Guarded,
    shown: Shown,
) -> Result<Response, PageError> {
    let page = PolicyPage {
        frame: ctx.frame().await?,
        id: guarded.resource.id.clone(),
        title: guarded.resource.title.get(ctx.language()).to_owned(),
        seen: shown.seen,
        work: shown.work,
        errors: shown.errors,
        xml: shown.xml,
    };
    page_with(shown.status, &page)
}

/// `GET …/regler`.
pub async fn show(Writer(ctx): Writer, Path(id): Path<String>) -> Result<Response, PageError> {
    let guarded = load(&ctx, &id).await?;
    let work = stored_work(&ctx, &guarded);
    render(&ctx, &guarded, Shown::of(work, guarded.mark())).await
}

fn stored_work(ctx: &OwnerContext, guarded: &Guarded) -> Work {
    let id = &guarded.resource.id;
    match guarded.stored() {
        None => table_work(PolicyDraft::blank(), String::new(), ctx, false),
        Some(xml) => match PolicyDraft::of_xml(id, xml) {
            Some(draft) => {
                let is_rewritten = draft.table().to_xml(id) != xml;
                table_work(draft, String::new(), ctx, is_rewritten)
            }
            None => Work::Beyond(PolicyView::of(id, xml, ctx.language())),
        },
    }
}

fn table_work(draft: PolicyDraft, query: String, ctx: &OwnerContext, is_rewritten: bool) -> Work {
    let (offered, more) = candidates(&query, &draft.rows, ctx.language());
    Work::Table {
        draft,
        query,
        offered,
        more,
        is_rewritten,
    }
}

/// `POST …/regler`: one step of the work on the table. Nothing is stored.
pub async fn work(
    Writer(ctx): Writer,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let fields = Fields(fields);
    let guarded = load(&ctx, &id).await?;
    let seen = fields.get("seen").to_owned();
    if fields.get("do") == "change" {
        let xml = policy_text(&fields);
        let shown = match PolicyDraft::of_xml(&id, &xml) {
            Some(draft) => Shown::of(table_work(draft, String::new(), &ctx, false), seen),
            None => Shown {
                xml,
                ..Shown::of(stored_work(&ctx, &guarded), seen)
            },
        };
        return render(&ctx, &guarded, shown).await;
    }
    let mut draft = PolicyDraft::read(&fields);
    let problem = step(&ctx, &mut draft, &fields);
    if fields.get("do") == "preview" && problem.is_none() {
        if !draft.table().is_empty() {
            let xml = draft.table().to_xml(&id);
            return preview(&ctx, &guarded, xml, seen, StatusCode::OK).await;
        }
        let t = &ctx.ctx.signed.words().registry_policy;
        let error = FieldError::new("add-subject", t.empty_error);
        let work = table_work(draft, String::new(), &ctx, false);
        return render(&ctx, &guarded, Shown::of(work, seen).failing(error)).await;
    }
    // What was searched for is found or added; the search goes on only while it is the step itself.
    let query = match fields.get("do") {
        "search" => fields.get("q").to_owned(),
        _ => String::new(),
    };
    let shown = Shown::of(table_work(draft, query, &ctx, false), seen);
    let shown = match problem {
        Some(error) => shown.failing(error),
        None => shown,
    };
    render(&ctx, &guarded, shown).await
}

/// Makes the change that a button asks for, and adds an action that was written, whatever button was pressed.
fn step(ctx: &OwnerContext, draft: &mut PolicyDraft, fields: &Fields) -> Option<FieldError> {
    let wanted = fields.get("do");
    if let Some(subject) = wanted.strip_prefix("add:").and_then(TableSubject::parse) {
        draft.add_row(subject);
    }
    if let Some(subject) = wanted.strip_prefix("remove:").and_then(TableSubject::parse) {
        draft.remove_row(&subject);
    }
    let written = fields.get("new-action");
    if written.is_empty() {
        return None;
    }
    match TableAction::parse(written) {
        Some(action) => {
            draft.add_column(action);
            None
        }
        None => {
            let t = &ctx.ctx.signed.words().registry_policy;
            Some(FieldError::new("new-action", t.action_error))
        }
    }
}

/// A policy out of a form: browsers send line ends of their own.
fn policy_text(fields: &Fields) -> String {
    let file = fields.all("file").find(|text| !text.trim().is_empty());
    let text = file.or_else(|| fields.all("policy").next());
    text.unwrap_or_default().replace("\r\n", "\n")
}

/// `POST …/regler/virkning`: a policy that was written elsewhere.
pub async fn upload(
    Writer(ctx): Writer,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, PageError> {
    let fields = Fields::of(form).await?;
    let guarded = load(&ctx, &id).await?;
    let xml = policy_text(&fields);
    let seen = fields.get("seen").to_owned();
    match read_table(&id, &xml) {
        Ok(_) => preview(&ctx, &guarded, xml, seen, StatusCode::OK).await,
        Err(refusal) => {
            let error = refusal_error(&ctx, &refusal);
            let shown = Shown::of(stored_work(&ctx, &guarded), seen).failing(error);
            render(&ctx, &guarded, Shown { xml, ..shown }).await
        }
    }
}

fn refusal_error(ctx: &OwnerContext, refusal: &PolicyRefusal) -> FieldError {
    let t = &ctx.ctx.signed.words().registry_policy;
    let line = fill(t.xml_error, &[("line", &refusal.line.to_string())]);
    FieldError::new("policy", &format!("{line} {refusal}"))
}

async fn preview(
    ctx: &OwnerContext,
    guarded: &Guarded,
    xml: String,
    seen: String,
    status: StatusCode,
) -> Result<Response, PageError> {
    let id = &guarded.resource.id;
    let impact = policy_impact::preview_text(ctx.core(), &guarded.guard, &xml).await?;
    let table = |xml: &str| {
        read_table(id, xml)
            .map(|reading| reading.table)
            .unwrap_or_default()
    };
    let before = guarded.stored().map(table).unwrap_or_default();
    let after = table(&xml);
    let page = PreviewPage {
        frame: ctx.frame().await?,
        id: id.clone(),
        title: guarded.resource.title.get(ctx.language()).to_owned(),
        is_changed: status == StatusCode::CONFLICT,
        seen,
        impact: impact.ok_or(PageError::NotFound)?,
        added: difference(ctx, &after, &before),
        removed: difference(ctx, &before, &after),
        policy: PolicyView::of(id, &xml, ctx.language()),
    };
    page_with(status, &page)
}

/// Who may do what by the first table and not by the second, a line for each subject.
fn difference(ctx: &OwnerContext, first: &PolicyTable, second: &PolicyTable) -> Vec<String> {
    let t = ctx.ctx.signed.words();
    let line = |(subject, actions): (&TableSubject, &BTreeSet<TableAction>)| {
        let other = actions
            .iter()
            .filter(|action| !second.is_permitted(subject, action));
        let words: Vec<&str> = other
            .map(|action| action_word(action.as_str(), t))
            .collect();
        let name = subject_name(subject, ctx.language());
        (!words.is_empty()).then(|| format!("{name}: {}", words.join(", ")))
    };
    first.rows().filter_map(line).collect()
}

/// `POST …/regler/publiser`: from now on every decision goes by it. Not if somebody else has published meanwhile; then the
/// person sees what this policy would change now.
pub async fn publish(
    Writer(ctx): Writer,
    Path(id): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let fields = Fields(fields);
    let guarded = load(&ctx, &id).await?;
    let xml = policy_text(&fields);
    let (by, seen) = (ctx.administrator(), fields.get("seen"));
    match publish_policy(ctx.core(), &by, &id, &xml, seen).await? {
        Published::Done => {
            let title = guarded.resource.title.get(ctx.language()).to_owned();
            ctx.flash(&Flash::PolicyPublished { resource: title })
                .await?;
            Ok(redirect(&routes::registry_resource(&id)))
        }
        Published::Changed => {
            let now = load(&ctx, &id).await?;
            let seen = now.mark();
            preview(&ctx, &now, xml, seen, StatusCode::CONFLICT).await
        }
        Published::Refused(Refusal::Policy(refusal)) => {
            let error = refusal_error(&ctx, &refusal);
            let shown = Shown::of(stored_work(&ctx, &guarded), guarded.mark()).failing(error);
            render(&ctx, &guarded, Shown { xml, ..shown }).await
        }
        Published::Refused(_) => Err(PageError::NotFound),
    }
}
