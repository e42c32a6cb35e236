//! Codes for cameras: those that a page asks for, and those beside what works on a screen.

use qrcodegen::{QrCode, QrCodeEcc};

use super::Images;
use crate::component::Component;
use crate::diagnostic::Diagnostic;
use crate::document::{
    ComponentNode, Field, FieldValue, Inline, Picture, Target, plain_text,
};
use crate::source::Span;

impl Images<'_> {
    /// A QR code, drawn: black squares, a quiet zone of four modules around them (ISO/IEC 18004).
    pub(super) fn qr(&mut self, node: &mut ComponentNode, span: Span) {
        let text = node.word("text");
        let level = match node.word("level").as_str() {
            "low" => QrCodeEcc::Low,
            "quartile" => QrCodeEcc::Quartile,
            "high" => QrCodeEcc::High,
            _ => QrCodeEcc::Medium,
        };
        let Ok(code) = QrCode::encode_text(text.trim(), level) else {
            let diagnostic =
                Diagnostic::error("qr-too-long", "the text does not fit into a QR code");
            let hint =
                "a QR code holds some two thousand characters; use a shorter address";
            self.diagnostics
                .push(diagnostic.at(&self.context.page.source, span).hint(hint));
            return;
        };
        let path = self.assets.add_drawn("qr", qr_svg(&code));
        let title = node.fields.shift_remove("title");
        let alt = match plain_text(node.inlines("alt")) {
            alt if alt.trim().is_empty() => format!("QR: {}", text.trim()),
            alt => alt,
        };
        node.component = Component::Figure;
        node.fields.clear();
        node.fields.insert(
            "image",
            Field {
                span,
                value: FieldValue::Image(Picture::File(path)),
            },
        );
        let alt = FieldValue::Text(vec![Inline::text(span, alt)]);
        node.fields.insert("alt", Field { span, value: alt });
        // Who reads on a screen follows the link.
        if text.trim().starts_with("http") {
            let target = Target::Url(crate::site::encode(text.trim()));
            node.fields
                .insert("link", Field { span, value: FieldValue::Url(target) });
        }
        node.fields.extend(title.map(|title| ("caption", title)));
        node.fields
            .insert("width", Field { span, value: FieldValue::Word("120".to_owned()) });
    }

    /// The code of the address that something on a screen is found at, where it is asked for.
    pub(super) fn embed_code(&mut self, node: &mut ComponentNode) {
        let asked = match node.fields.shift_remove("qr").map(|field| field.value) {
            Some(FieldValue::Word(word)) => word != "false",
            _ => self.context.qr,
        };
        let Some(FieldValue::Url(Target::Url(url))) =
            node.fields.get("link").map(|field| &field.value)
        else {
            return;
        };
        let Some(span) =
            node.fields.get("link").map(|field| field.span).filter(|_| asked)
        else {
            return;
        };
        let Ok(code) = QrCode::encode_text(url, QrCodeEcc::Medium) else { return };
        let path = self.assets.add_drawn("qr", qr_svg(&code));
        node.fields.insert(
            "qr",
            Field {
                span,
                value: FieldValue::Image(Picture::File(path)),
            },
        );
    }
}

/// The QR code of an address as a drawing; none if it does not fit into one.
#[must_use]
pub fn qr_code(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text.trim(), QrCodeEcc::Medium).ok()?;
    Some(qr_svg(&code))
}

/// One path of squares, a module a unit.
fn qr_svg(code: &QrCode) -> String {
    let size = code.size();
    let dark = (0..size).flat_map(|y| (0..size).map(move |x| (x, y)));
    let path: String = dark
        .filter(|(x, y)| code.get_module(*x, *y))
        .map(|(x, y)| format!("M{} {}h1v1h-1z", x + 4, y + 4))
        .collect();
    let side = size + 8;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{side}\" height=\"{side}\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\"/></svg>"
    )
}
