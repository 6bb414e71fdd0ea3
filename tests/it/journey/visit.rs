//! Somebody with a browser: presses what is written on buttons and links, and looks closely at each page.

use std::time::Duration;

use thirtyfour::prelude::*;
use tokio::time::{Instant, sleep};

use super::album::Album;
use super::axe;
use super::chromium::{self, Scripts};

/// How long a page may take to be shown.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Visit {
    pub driver: WebDriver,
    scripts: Scripts,
    album: Album,
    axe: Option<String>,
}

impl Visit {
    /// Opens a browser whose pictures go to the album of this name; nothing when there is no WebDriver server.
    pub async fn start(album: &str, scripts: Scripts) -> Option<Self> {
        let driver = chromium::start(scripts).await?;
        Some(Self {
            driver,
            scripts,
            album: Album::new(album),
            axe: axe::source().filter(|_| scripts == Scripts::On),
        })
    }

    pub async fn end(self) {
        self.driver.quit().await.unwrap();
    }

    pub async fn open(&self, url: &str) {
        self.driver.goto(url).await.unwrap();
    }

    pub async fn url(&self) -> String {
        self.driver.current_url().await.unwrap().to_string()
    }

    /// Waits for the page with this main heading, and demands that it is in order: nothing in the browser's log, which
    /// is where breaches of the content security policy are told, one main heading, a title, no accessibility rule
    /// broken, no scrolling sideways.
    pub async fn see(&mut self, heading: &str, name: &str) {
        self.wait_for(heading).await;
        let told = self.log().await;
        assert!(told.is_empty(), "{name}: {told:#?}");
        self.look(name).await;
    }

    /// The same for a page that comes with 403, which the browser tells in its log.
    pub async fn see_refusal(&mut self, heading: &str, name: &str) {
        self.see_with(403, heading, name).await;
    }

    /// The same for a page that comes with this status. Its heading may be that of the page before, so that only the log
    /// tells when it has come.
    pub async fn see_with(&mut self, status: u16, heading: &str, name: &str) {
        let told = self.wait_for_log().await;
        self.wait_for(heading).await;
        assert!(
            matches!(told.as_slice(), [only] if only.contains(&status.to_string())),
            "{name}: {told:#?}"
        );
        self.look(name).await;
    }

    async fn look(&mut self, name: &str) {
        self.check_outline(name).await;
        self.check_scripts(name).await;
        if let Some(source) = &self.axe {
            axe::check(&self.driver, source, name).await;
        }
        self.album.add(&self.driver, name).await;
    }

    async fn wait_for(&self, heading: &str) {
        let until = Instant::now() + PATIENCE;
        loop {
            let shown = self.heading().await;
            if shown.as_deref() == Some(heading) {
                return;
            }
            let url = self.url().await;
            assert!(
                Instant::now() < until,
                "waited for {heading:?}, at {url} is {shown:?}"
            );
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Nothing while a page is being replaced.
    async fn heading(&self) -> Option<String> {
        let heading = self.driver.find(By::Tag("h1")).await.ok()?;
        heading.text().await.ok()
    }

    /// What the log tells as soon as it tells something.
    async fn wait_for_log(&self) -> Vec<String> {
        let until = Instant::now() + PATIENCE;
        loop {
            let told = self.log().await;
            if !told.is_empty() || Instant::now() > until {
                return told;
            }
            sleep(Duration::from_millis(50)).await;
        }
    }

    async fn log(&self) -> Vec<String> {
        let log = self.driver.browser_log().await.unwrap();
        log.into_iter()
            .map(|entry| format!("{} {}", entry.level, entry.message))
            .collect()
    }

    async fn check_outline(&self, page: &str) {
        for tag in ["h1", "main"] {
            let found = self.driver.find_all(By::Tag(tag)).await.unwrap();
            assert_eq!(found.len(), 1, "{page}: <{tag}>");
        }
        let title = self.driver.title().await.unwrap();
        assert!(title.contains(" – "), "{page}: title {title:?}");
    }

    /// The tests' own scripts run either way, so they can tell whether the page's have. Only the portal has any.
    async fn check_scripts(&self, page: &str) {
        let htmx = "return document.querySelector('script') ? typeof window.htmx : 'none'";
        let htmx = self.driver.execute(htmx, vec![]).await.unwrap();
        let expected = match self.scripts {
            Scripts::On => "object",
            Scripts::Off => "undefined",
        };
        let htmx: String = htmx.convert().unwrap();
        assert!(htmx == "none" || htmx == expected, "{page}: htmx is {htmx}");
    }

    /// The text of the page between header and footer.
    pub async fn text(&self) -> String {
        let main = self.driver.find(By::Tag("main")).await.unwrap();
        main.text().await.unwrap()
    }

    /// Demands that the page says each of these.
    pub async fn reads(&self, words: &[&str]) {
        let text = self.text().await;
        for word in words {
            assert!(text.contains(word), "{word:?} is not in {text}");
        }
    }

    /// Presses the button or link whose words begin so.
    pub async fn press(&self, words: &str) {
        self.button(words).await.click().await.unwrap();
    }

    /// Presses the link that screen readers call so, for which several on the page have the same words.
    pub async fn choose_offer(&self, label: &str) {
        let link = format!("a[aria-label='{label}']");
        let link = self.driver.find(By::Css(&link)).await;
        let link = link.unwrap_or_else(|error| panic!("no link called {label:?}: {error}"));
        link.scroll_into_view().await.unwrap();
        link.click().await.unwrap();
    }

    /// Whether there is something to press whose words begin so.
    pub async fn offers(&self, words: &str) -> bool {
        let found = self.driver.find_all(By::XPath(pressable(words))).await;
        !found.unwrap().is_empty()
    }

    pub async fn button(&self, words: &str) -> WebElement {
        let found = self.driver.find(By::XPath(pressable(words))).await;
        found.unwrap_or_else(|error| panic!("nothing to press called {words:?}: {error}"))
    }

    /// Puts `text` into the field with this label.
    pub async fn write(&self, label: &str, text: &str) {
        let path = format!("//input[@id = //label[normalize-space(.) = \"{label}\"]/@for]");
        let field = self.driver.find(By::XPath(path)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Puts `text` into the field with this id.
    pub async fn fill(&self, id: &str, text: &str) {
        let field = self.driver.find(By::Id(id)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Chooses the option with this value.
    pub async fn choose(&self, id: &str, value: &str) {
        let option = format!("#{id} option[value='{value}']");
        let option = self.driver.find(By::Css(option)).await.unwrap();
        option.click().await.unwrap();
    }

    /// Ticks the box with this value.
    pub async fn tick(&self, value: &str) {
        let cross = format!("input[type=checkbox][value='{value}']");
        let cross = self.driver.find(By::Css(cross)).await.unwrap();
        cross.click().await.unwrap();
    }

    /// Marks the choice with this id.
    pub async fn mark(&self, id: &str) {
        let choice = self.driver.find(By::Id(id)).await.unwrap();
        choice.click().await.unwrap();
    }

    /// Presses the button beside the field that this selects.
    pub async fn press_in(&self, field: &str, words: &str) {
        let id = field.trim_start_matches('#');
        let path = format!(
            "//*[@id = '{id}']/following-sibling::button[starts-with(normalize-space(.), \"{words}\")]"
        );
        let button = self.driver.find(By::XPath(path)).await.unwrap();
        button.click().await.unwrap();
    }

    /// Waits until the page says this no more.
    pub async fn wait_for_words_gone(&self, words: &str) {
        let until = Instant::now() + PATIENCE;
        while self.says(words).await {
            assert!(Instant::now() < until, "{words:?} stays");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Searches a list: with scripts it follows what is written, without them a button must be pressed.
    pub async fn search(&self, label: &str, text: &str) {
        self.write(label, text).await;
        if self.scripts == Scripts::Off {
            self.press("Søk").await;
        }
    }

    /// Waits until the page says this, when its heading alone does not tell it from the one before.
    pub async fn wait_for_words(&self, words: &str) {
        let until = Instant::now() + PATIENCE;
        while !self.says(words).await {
            assert!(Instant::now() < until, "waited for {words:?}");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until a simulated site shows an outcome of this kind.
    pub async fn wait_for_outcome(&self, kind: &str) {
        let shown = format!("[data-outcome={kind}]");
        let until = Instant::now() + PATIENCE;
        while self.driver.find(By::Css(&shown)).await.is_err() {
            assert!(Instant::now() < until, "waited for {shown}");
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Picks a person at the login page.
    pub async fn wait_and_log_in(&self, person: &str) {
        self.wait_for("Testinnlogging").await;
        self.press(person).await;
    }

    async fn says(&self, words: &str) -> bool {
        match self.driver.find(By::Tag("main")).await {
            Ok(main) => main.text().await.is_ok_and(|text| text.contains(words)),
            Err(_) => false,
        }
    }
}

/// Where a button or link stands whose words begin so.
fn pressable(words: &str) -> String {
    format!(
        "//*[self::a or self::button or self::summary][starts-with(normalize-space(.), \"{words}\")]"
    )
}
