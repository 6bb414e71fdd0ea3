//! The registry as linked data: public services in the words of CPSV-AP (the EU's Core Public Service Vocabulary), in Turtle
//! (W3C Recommendation, 25 February 2014).

use std::fmt::Write as _;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, header};

use super::catalogue::Entry;
use crate::api::Problem;
use crate::app::App;
use crate::domain::{Language, Resource};
use crate::routes;

const PREFIXES: &str = "@prefix cpsv: <http://purl.org/vocab/cpsv#> .
@prefix cv: <http://data.europa.eu/m8g/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
";

/// `GET …/resource/export`: the visible resources.
pub async fn export(State(app): State<App>) -> Result<Response, Problem> {
    let shelf = app.catalogue().now(&app.core().db).await?;
    let mut text = String::from(PREFIXES);
    for entry in shelf.entries().filter(|entry| entry.resource.is_visible) {
        let address = app.config().url(&routes::api_resource(&entry.resource.id));
        text.push_str(&service(&address, entry));
    }
    let kind = HeaderValue::from_static("text/turtle; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}

/// One public service: the address is its name.
fn service(address: &str, entry: &Entry) -> String {
    let resource = &entry.resource;
    let mut facts = vec![
        "a cpsv:PublicService".to_owned(),
        format!("dct:identifier {}", literal(&resource.id)),
    ];
    for language in Language::ALL {
        let tagged = |text: &str| format!("{}@{}", literal(text), language.tag());
        facts.push(format!(
            "dct:title {}",
            tagged(resource.title.get(language))
        ));
        facts.push(format!(
            "dct:description {}",
            tagged(resource.description.get(language))
        ));
    }
    facts.push(format!(
        "cv:hasCompetentAuthority [ a cv:PublicOrganisation ; dct:identifier {} ]",
        literal(entry.owner.number.as_str())
    ));
    facts.extend(further(resource));
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write!(text, "\n<{address}> {} .\n", facts.join(" ;\n    "));
    text
}

fn further(resource: &Resource) -> Vec<String> {
    let details = &resource.details;
    let mut facts = Vec::new();
    if let Some(homepage) = &details.homepage {
        facts.push(format!("foaf:homepage {}", literal(homepage)));
    }
    for keyword in &details.keywords {
        facts.push(format!("dcat:keyword {}", literal(&keyword.word)));
    }
    for contact in &details.contact_points {
        let said = [
            ("cv:email", &contact.email),
            ("cv:telephone", &contact.telephone),
            ("cv:contactPage", &contact.contact_page),
        ];
        let said: String = said
            .iter()
            .filter_map(|(name, value)| Some((name, value.as_ref()?)))
            .map(|(name, value)| format!(" ; {name} {}", literal(value)))
            .collect();
        facts.push(format!("cv:contactPoint [ a cv:ContactPoint{said} ]"));
    }
    facts
}

/// A text in quotation marks, with what would end it or break the line escaped (Turtle §2.5.1, §6.4).
fn literal(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_end_its_literal() {
        assert_eq!(literal("a \"b\\\" .\n<x>\r\t"), r#""a \"b\\\" .\n<x>\r\t""#);
    }
}
