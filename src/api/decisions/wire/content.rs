use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::api::decisions::xml;
use crate::engine::multiple::PartError;
use crate::engine::xpath::Content;

/// The content of a category: XML, as it is or in base64 (JSON profile 1.1, §4.2.2.1). Nothing is none.
pub(super) fn read(text: &str) -> Result<Option<Content>, PartError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let parsed = if text.starts_with('<') {
        Content::parse(text)
    } else {
        let unreadable = || PartError::Content("neither XML nor base64".to_owned());
        let bytes = STANDARD.decode(text).map_err(|_| unreadable())?;
        Content::parse(&xml::decode(&bytes).ok_or_else(unreadable)?)
    };
    let content = parsed.map_err(|error| PartError::Content(error.to_string()))?;
    Ok(Some(content))
}
