import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** The package's own arguments share one process among all pages and switch off what a test must see (stack §8). */
const unwanted = /single-process|no-zygote|in-process-gpu|web-security|running-insecure|site-isolation|IsolateOrigins/;

/** A browser from npm that runs as any user without system libraries or fonts. Keep one page open for the whole run. */
export async function launchBrowser(): Promise<Browser> {
  chromium.setGraphicsMode = false;
  return playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args.filter((argument) => !unwanted.test(argument)), headless: true });
}
