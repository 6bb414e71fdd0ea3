//! From what stands in a body to typed values.

use std::borrow::Cow;
use std::sync::Arc;

use super::content;
use super::read::{AttributeWire, CategoryWire, PathWire, Scalar};
use crate::engine::multiple::{MAX_VALUES, PartError, check_name, shortened};
use crate::engine::request::{Attribute, Category};
use crate::engine::value::{DataType, Value, XPathValue};
use crate::engine::xpath::XPath;

impl CategoryWire<'_> {
    /// The category; `known` is which one it is when the request's shape says so.
    pub fn typed(&self, known: Option<&str>) -> Result<Arc<Category>, PartError> {
        let attributes = self.typed_attributes()?;
        let stated = self.category_id.as_ref().map(|id| &*id.0);
        let id = known.or(stated).ok_or(PartError::MissingCategoryId)?;
        check_name(id)?;
        let content = match &self.content {
            Some(text) => content::read(&text.0)?,
            None => None,
        };
        Ok(Arc::new(Category {
            id: id.to_owned(),
            content,
            attributes,
        }))
    }

    fn typed_attributes(&self) -> Result<Vec<Attribute>, PartError> {
        let wires = self.attributes.as_ref().map_or(&[][..], |list| &list.0);
        let mut attributes = Vec::with_capacity(wires.len());
        for wire in wires {
            wire.0.read_into(&mut attributes)?;
        }
        Ok(attributes)
    }
}

impl AttributeWire<'_> {
    fn read_into(&self, attributes: &mut Vec<Attribute>) -> Result<(), PartError> {
        let values = self.values.as_ref().map_or(&[][..], |list| &list.0);
        check_name(self.id())?;
        check_name(self.issuer.as_ref().map_or("", |issuer| &issuer.0))?;
        if attributes.len() + values.len() > MAX_VALUES {
            return Err(PartError::TooManyValues);
        }
        let data_type = self.data_type(values)?;
        for value in values {
            attributes.push(Attribute {
                id: self.id().to_owned(),
                value: self.typed(data_type, value)?,
                issuer: self.issuer.as_ref().map(|issuer| issuer.0.to_string()),
                include_in_result: self.include_in_result.unwrap_or_default(),
            });
        }
        Ok(())
    }

    fn id(&self) -> &str {
        self.attribute_id.as_ref().map_or("", |id| &id.0)
    }

    /// The type of all values: the stated one, or the one that all of them show. Among numbers that are not all
    /// whole, all count as doubles.
    fn data_type(&self, values: &[Scalar]) -> Result<DataType, PartError> {
        let stated = self.data_type.as_ref().map_or("", |name| &name.0);
        if !stated.is_empty() {
            return DataType::from_uri_or_short_name(stated)
                .ok_or_else(|| PartError::UnknownDataType(shortened(stated)));
        }
        let mut shown = values.iter().map(Scalar::own_type);
        let first = shown.next().unwrap_or(DataType::String);
        shown
            .try_fold(first, common)
            .ok_or_else(|| PartError::MixedTypes(shortened(self.id())))
    }

    fn typed(&self, data_type: DataType, scalar: &Scalar) -> Result<Value, PartError> {
        let value = match scalar {
            Scalar::Path(path) if data_type == DataType::XPathExpression => path.typed(),
            other => other.text().and_then(|text| Value::parse(data_type, &text)),
        };
        value.ok_or_else(|| PartError::BadValue {
            attribute_id: shortened(self.id()),
            data_type: data_type.short_name(),
        })
    }
}

fn common(one: DataType, other: DataType) -> Option<DataType> {
    match (one, other) {
        (one, other) if one == other => Some(one),
        (DataType::Integer, DataType::Double) | (DataType::Double, DataType::Integer) => {
            Some(DataType::Double)
        }
        _ => None,
    }
}

impl PathWire<'_> {
    fn typed(&self) -> Option<Value> {
        let wires = self.namespaces.as_ref().map_or(&[][..], |list| &list.0);
        let namespaces: Vec<(&str, &str)> = wires
            .iter()
            .filter_map(|wire| Some((&*wire.0.prefix.as_ref()?.0, &*wire.0.namespace.as_ref()?.0)))
            .collect();
        let path = XPath::parse(self.path.as_ref()?.0.trim(), &namespaces).ok()?;
        let category = self.category.as_ref()?.0.as_ref().into();
        Some(Value::XPath(Arc::new(XPathValue { category, path })))
    }
}

impl Scalar<'_> {
    /// The type of a value whose type is not given (JSON profile 1.1, §3.3.1).
    fn own_type(&self) -> DataType {
        match self {
            Scalar::Text(_) => DataType::String,
            Scalar::Path(_) => DataType::XPathExpression,
            Scalar::Truth(_) => DataType::Boolean,
            Scalar::Whole(_) => DataType::Integer,
            Scalar::Number(_) => DataType::Double,
        }
    }

    fn text(&self) -> Option<Cow<'_, str>> {
        Some(match self {
            Scalar::Text(text) => Cow::Borrowed(text),
            Scalar::Truth(truth) => Cow::Owned(truth.to_string()),
            Scalar::Whole(number) => Cow::Owned(number.to_string()),
            Scalar::Number(number) => Cow::Owned(number.to_string()),
            Scalar::Path(_) => return None,
        })
    }
}
