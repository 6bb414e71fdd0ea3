//! Pictures of every page, wide and narrow, in the git-ignored folder `screenshots/`, for a person to look at.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use thirtyfour::prelude::*;

use super::chromium::devtools;

/// What people look through, in CSS pixels.
const WINDOWS: [(&str, u64, u64); 2] = [("wide", 1280, 900), ("narrow", 375, 800)];

/// The pictures of one journey, numbered in the order they were taken.
pub struct Album {
    folder: PathBuf,
    pages: usize,
}

impl Album {
    /// An empty album; one from an earlier run is removed.
    pub fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("screenshots")
            .join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder, pages: 0 }
    }

    /// Takes the whole page in each window. A page that is wider than its window would have to be scrolled sideways
    /// (WCAG 2.2, 1.4.10 Reflow).
    pub async fn add(&mut self, driver: &WebDriver, name: &str) {
        self.pages += 1;
        devtools(
            driver,
            "Emulation.setScrollbarsHidden",
            json!({"hidden": true}),
        )
        .await;
        for (window, width, height) in WINDOWS {
            let size =
                json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
            devtools(driver, "Emulation.setDeviceMetricsOverride", size).await;
            let layout = devtools(driver, "Page.getLayoutMetrics", json!({})).await;
            let content = &layout["cssContentSize"];
            assert!(
                content["width"].as_f64().unwrap() <= width as f64,
                "{name} is wider than a {window} window: {content}"
            );
            let file = format!("{:02}-{name}-{window}.png", self.pages);
            std::fs::write(self.folder.join(file), picture(driver, content).await).unwrap();
        }
        devtools(driver, "Emulation.clearDeviceMetricsOverride", json!({})).await;
    }
}

/// The whole page as a PNG file.
async fn picture(driver: &WebDriver, content: &serde_json::Value) -> Vec<u8> {
    let clip = json!({
        "x": 0, "y": 0, "width": content["width"], "height": content["height"], "scale": 1,
    });
    let wanted = json!({"captureBeyondViewport": true, "clip": clip});
    let answer = devtools(driver, "Page.captureScreenshot", wanted).await;
    STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
}
