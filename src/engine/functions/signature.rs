//! The types that functions take and give: the check when a policy is read.

use crate::engine::value::DataType;

use super::kind::{Arithmetic, Kind, OnBag};
use super::{Function, Mismatch, Type};

use DataType::{Boolean, Integer, String, Time};
use Type::{Bag, One};

struct Signature {
    parameters: Vec<Type>,
    /// The type of any number of further arguments.
    further: Option<Type>,
    result: Type,
}

impl Function {
    /// The type of the result, if the function takes arguments of these types.
    pub fn result_type(self, arguments: &[Type]) -> Result<Type, Mismatch> {
        let signature = self.0.signature();
        let least = signature.parameters.len();
        let most = signature.further.is_none().then_some(least);
        let found = arguments.len();
        if found < least || most.is_some_and(|most| found > most) {
            return Err(Mismatch::Count { least, most, found });
        }
        let further = signature.further.into_iter().cycle();
        let expected = signature.parameters.into_iter().chain(further);
        for (index, (expected, found)) in expected.zip(arguments).enumerate() {
            if expected != *found {
                return Err(Mismatch::Argument {
                    position: index + 1,
                    expected,
                    found: *found,
                });
            }
        }
        Ok(signature.result)
    }

    /// The type of the policy's value and that of the attribute's values, if the function can be a `MatchId`:
    /// a boolean function of two single values (§7.6).
    pub fn match_types(self) -> Option<(DataType, DataType)> {
        match self.0.signature() {
            Signature {
                parameters,
                further: None,
                result: One(Boolean),
            } => match parameters.as_slice() {
                [One(value), One(attribute)] => Some((*value, *attribute)),
                _ => None,
            },
            _ => None,
        }
    }
}

fn fixed<const N: usize>(parameters: [Type; N], result: Type) -> Signature {
    Signature {
        parameters: parameters.to_vec(),
        further: None,
        result,
    }
}

fn open<const N: usize>(parameters: [Type; N], further: Type, result: Type) -> Signature {
    Signature {
        further: Some(further),
        ..fixed(parameters, result)
    }
}

impl Kind {
    fn signature(self) -> Signature {
        match self {
            Kind::Equal(of) | Kind::Compare(_, of) => fixed([One(of); 2], One(Boolean)),
            Kind::EqualIgnoringCase => fixed([One(String); 2], One(Boolean)),
            Kind::Arithmetic(operation, number) => operation.signature(One(number.data_type())),
            Kind::Modulo => fixed([One(Integer); 2], One(Integer)),
            Kind::Round | Kind::Floor => fixed([One(DataType::Double)], One(DataType::Double)),
            Kind::NormalizeSpace | Kind::NormalizeToLowerCase => fixed([One(String)], One(String)),
            Kind::DoubleToInteger => fixed([One(DataType::Double)], One(Integer)),
            Kind::IntegerToDouble => fixed([One(Integer)], One(DataType::Double)),
            Kind::Or | Kind::And => open([], One(Boolean), One(Boolean)),
            Kind::NOf => open([One(Integer)], One(Boolean), One(Boolean)),
            Kind::Not => fixed([One(Boolean)], One(Boolean)),
            Kind::Shift(_, shifted) => {
                let (moment, duration) = shifted.data_types();
                fixed([One(moment), One(duration)], One(moment))
            }
            Kind::TimeInRange => fixed([One(Time); 3], One(Boolean)),
            Kind::Concatenate => open([One(String); 2], One(String), One(String)),
            Kind::ConcatenateUri => {
                let uri = One(DataType::AnyUri);
                open([uri, One(String)], One(String), uri)
            }
            Kind::FromString(of) => fixed([One(String)], One(of)),
            Kind::ToString(of) => fixed([One(of)], One(String)),
            Kind::Part(_, text) => fixed([One(String), One(text.data_type())], One(Boolean)),
            Kind::Substring(text) => {
                let parameters = [One(text.data_type()), One(Integer), One(Integer)];
                fixed(parameters, One(String))
            }
            Kind::OnBag(function, of) => function.signature(of),
            Kind::RegexpMatch(of) => fixed([One(String), One(of)], One(Boolean)),
            Kind::X500NameMatch => fixed([One(DataType::X500Name); 2], One(Boolean)),
            Kind::Rfc822NameMatch => fixed([One(String), One(DataType::Rfc822Name)], One(Boolean)),
        }
    }
}

impl Arithmetic {
    fn signature(self, number: Type) -> Signature {
        match self {
            Arithmetic::Add | Arithmetic::Multiply => open([number; 2], number, number),
            Arithmetic::Subtract | Arithmetic::Divide => fixed([number; 2], number),
            Arithmetic::Absolute => fixed([number], number),
        }
    }
}

impl OnBag {
    fn signature(self, of: DataType) -> Signature {
        let bag = Bag(of);
        match self {
            OnBag::OneAndOnly => fixed([bag], One(of)),
            OnBag::Size => fixed([bag], One(Integer)),
            OnBag::IsIn => fixed([One(of), bag], One(Boolean)),
            OnBag::Collect => open([], One(of), bag),
            OnBag::Intersection | OnBag::Union => open([bag; 2], bag, bag),
            OnBag::AtLeastOneMemberOf | OnBag::Subset | OnBag::SetEquals => {
                fixed([bag; 2], One(Boolean))
            }
        }
    }
}
