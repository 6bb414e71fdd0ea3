//! Location paths (XPath 1.0, §2).

use super::*;

#[test]
fn axes_find_their_nodes() {
    all_find(&[
        ("/", "/"),
        ("/*", "m:orchard"),
        ("node()", "?before m:orchard !after"),
        ("/child::m:orchard/child::*", "a b c shed"),
        ("/m:orchard/node()", "a ! felled  b c shed"),
        ("/m:orchard/comment()", "! felled "),
        ("//age", "age age age age"),
        ("//age/..", "a b c"),
        ("//age/parent::m:tree", "c"),
        ("//note//text()", "'ripe & ' 'red' ' fruit'"),
        ("//note/descendant::node()", "'ripe & ' b 'red' ' fruit'"),
        ("//note/descendant-or-self::*", "note b"),
        ("//b/ancestor::*", "m:orchard b note"),
        ("//b/ancestor::node()", "/ m:orchard b note"),
        ("//b/ancestor-or-self::*", "m:orchard b note b"),
        ("//tree/self::tree", "a b"),
        ("//tree/self::m:tree", ""),
        ("//tree[@id='b']/following-sibling::*", "c shed"),
        ("//tree[@id='b']/preceding-sibling::node()", "a ! felled "),
        ("//tree[@id='b']/following::age", "age"),
        ("//note/following::node()[self::*]", "c age shed m:tool box"),
        ("//note/preceding::node()[self::*]", "a age age age"),
        ("//b/preceding::text()", "'7' '12' 'x' 'ripe & '"),
        ("//tree/@*", "@id @m:kind @id"),
        ("//tree/attribute::m:kind", "@m:kind"),
        ("//tree/@node()", "@id @m:kind @id"),
        ("//@id/..", "a b c"),
        ("//@id/following::b", "b"),
        ("//tree[2]/@id/following::node()[1]", "age"),
        ("//tree[2]/@id/preceding::node()[1]", "! felled "),
        ("//@id/following-sibling::node()", ""),
        ("//@id/preceding-sibling::node()", ""),
        ("//@id/child::node()", ""),
        ("//@id/descendant-or-self::node()", "@id @id @id"),
        ("//@id/self::id", ""),
        ("//@id/self::node()", "@id @id @id"),
        ("/..", ""),
        ("/@*", ""),
        ("/following::node()", ""),
        ("/following-sibling::node()", ""),
        ("//processing-instruction()", "?before ?mark"),
        ("//processing-instruction('mark')", "?mark"),
        ("/node()[1]/following-sibling::node()", "m:orchard !after"),
        (".", "/"),
        ("./*/tree/.", "a b"),
    ]);
}

#[test]
fn namespaces_are_nodes_too() {
    all_find(&[
        (
            "/*/namespace::*",
            "m=urn:m xml=http://www.w3.org/XML/1998/namespace",
        ),
        ("//other:shed/namespace::m", "m=urn:m2"),
        ("//other:shed/namespace::node()[name()='']", "=urn:o"),
        ("//box/namespace::node()[name()='']", ""),
        ("//other:shed/namespace::m/..", "shed"),
        ("//other:shed/namespace::m/following::*", "m:tool box"),
        ("//@id/namespace::*", ""),
        ("//other:shed/namespace::*/self::*", ""),
    ]);
    all_answer(&[
        ("count(//namespace::xml)", "13"),
        ("local-name(//other:shed/namespace::m)", "m"),
        ("name(//other:shed/namespace::m)", "m"),
        ("namespace-uri(//other:shed/namespace::m)", ""),
    ]);
}

#[test]
fn names_are_compared_with_their_namespace() {
    all_find(&[
        ("//tree", "a b"),
        ("//m:tree", "c"),
        ("//m:*", "m:orchard c"),
        ("//other:*", "shed"),
        ("//box", "box"),
        ("//m:tool", ""),
        ("//@xml:lang", "@xml:lang @xml:lang"),
        ("//@kind", ""),
    ]);
    all_answer(&[
        ("name(/*)", "m:orchard"),
        ("local-name(/*)", "orchard"),
        ("namespace-uri(/*)", "urn:m"),
        ("namespace-uri(//m:orchard/*[4]/*)", "urn:m2"),
        ("name(//@m:kind)", "m:kind"),
        ("namespace-uri(//@id)", ""),
        ("name(//text())", ""),
        ("name(//processing-instruction('mark'))", "mark"),
        ("name(/nothing)", ""),
        ("name()", ""),
    ]);
}

#[test]
fn predicates_count_along_their_axis() {
    all_find(&[
        ("/m:orchard/*[1]", "a"),
        ("/m:orchard/*[last()]", "shed"),
        (
            "/m:orchard/*[position() > 1 and position() < last()]",
            "b c",
        ),
        ("/m:orchard/tree[2][@id='b']", "b"),
        ("/m:orchard/*[@id][2]", "b"),
        ("/m:orchard/*[2][@m:kind]", ""),
        ("//age[1]", "age age age"),
        ("(//age)[2]", "age"),
        ("//age[2]/..", "a"),
        ("//other:shed/preceding-sibling::*[1]", "c"),
        ("//other:shed/preceding-sibling::*[last()]", "a"),
        ("(//other:shed/preceding-sibling::*)[1]", "a"),
        ("//b/ancestor::*[1]", "note"),
        ("//b/ancestor::*[last()]", "m:orchard"),
        ("//b/ancestor-or-self::*[1]", "b"),
        ("//b/preceding::node()[1]", "'ripe & '"),
        ("//note/preceding::*[1]/..", "b"),
        ("//tree[1]/following::*[3]", "note"),
        ("/m:orchard/*['text']", "a b c shed"),
        ("/m:orchard/*['']", ""),
        ("/m:orchard/*[1.5]", ""),
        ("/m:orchard/*[0 div 0]", ""),
        ("//tree/descendant-or-self::node()[2]", "age age"),
        ("//tree/descendant-or-self::*[1]", "a b"),
        ("/m:orchard/*[3][1]", "c"),
        ("/m:orchard/*[9]", ""),
        ("//tree[age[2]]", "a"),
        ("//tree[age > 10]/age[. > 10]/..", "a"),
        ("//tree[not(@m:kind)]", "b"),
        ("(//tree | //m:tree)[@id != 'b'][2]", "c"),
        ("(/m:orchard)/tree[1]//age[last()]/..", "a"),
        ("id('a')", ""),
        ("id('a')/age", ""),
        ("id(//@id)", ""),
    ]);
}

#[test]
fn unions_stand_in_document_order_and_hold_nothing_twice() {
    all_find(&[
        ("//m:tree | //tree", "a b c"),
        ("//tree | //tree[1] | /m:orchard/tree", "a b"),
        ("//age/.. | //tree/@id", "a @id b @id c"),
        ("//*/ancestor::tree", "a b"),
        ("//b/preceding::age | /", "/ age age age"),
        ("//tree/following::tree | //tree/preceding::tree", "a b"),
    ]);
}

#[test]
fn an_expression_starts_where_it_is_told() {
    let content = orchard();
    let tree = xpath("//tree[2]").select(&content, None).unwrap();
    let from = |text: &str| xpath(text).select(&content, tree.first().copied()).unwrap();
    assert_eq!(from("."), tree);
    assert_eq!(
        from("age"),
        xpath("//tree[2]/age").select(&content, None).unwrap()
    );
    assert_eq!(from("/"), [NodeId::ROOT]);
    assert_eq!(from("//age").len(), 4);
    assert_eq!(from(".//age").len(), 1);
}
