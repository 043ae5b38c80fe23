import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** What a page saw of the component: its events, breaches of the page's policy, and errors. */
export type Seen = {
  readonly events: () => Promise<{ readonly name: string; readonly detail: Record<string, unknown> }[]>;
  readonly faults: string[];
};

type Host = {
  readonly origin: string;
  /** The attributes of the element, without the client secret. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The address of Postern, which serves the component. */
  readonly postern: string;
  readonly secret: string;
};

/** A web server whose every page is what it was told last. */
export type Pages = {
  /** An origin of its own for each name, all on loopback: browsers resolve names below `localhost` themselves. */
  readonly originOf: (name: string) => string;
  readonly show: (html: string, policy: string) => void;
  stop(): void;
};

/**
 * Starts a web server for pages of other origins. Pages that Playwright makes up do not do: Chromium 156 takes them for pages of
 * another network and does not let them reach loopback.
 */
export async function startPages(): Promise<Pages> {
  let page = { html: '', policy: '' };
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (page.policy !== '') response.setHeader('content-security-policy', page.policy);
    response.end(page.html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    originOf: (name) => `http://${name}.localhost:${port}`,
    show: (html, policy) => void (page = { html, policy }),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The policy that `docs/embed.md` asks for, and no exception to it. */
const strictPolicy = (postern: string, api: string): string =>
  `default-src 'none'; script-src ${postern}; connect-src ${api}; base-uri 'none'; require-trusted-types-for 'script'`;

/** A browser context that records the component's events on every page, before any script of the page runs. */
export async function recordingContext(browser: Browser, width = 390): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width, height: 844 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  context.setDefaultTimeout(50_000);
  await context.addInitScript(() => {
    const seen: { name: string; detail: unknown }[] = [];
    Object.assign(window, { seen });
    for (const name of ['postern-connected', 'postern-failed', 'postern-expired'])
      window.addEventListener(name, (event) => seen.push({ name, detail: (event as CustomEvent).detail }));
  });
  return context;
}

/** Watches a page: its events, and what its policy refused. */
export function watchPage(page: Page): Seen {
  const faults: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/.test(message.text())) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  return {
    faults,
    events: () => page.evaluate(() => (window as unknown as { seen: never[] }).seen),
  };
}

/** Opens a page of another origin that has nothing but the component, under a strict policy. */
export async function openHostPage(pages: Pages, context: BrowserContext, host: Host): Promise<Page> {
  const { origin, attributes, postern, secret } = host;
  const page = await context.newPage();
  const written = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`);
  pages.show(
    `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Host</title>
    <script type="module" src="${postern}/connect.js"></script>
    <main><h1>Host</h1><postern-connect ${written.join(' ')}></postern-connect></main></html>`,
    strictPolicy(postern, attributes['api'] ?? postern),
  );
  await page.goto(`${origin}/`);
  await page.evaluate((value) => {
    document.querySelector('postern-connect')!.clientSecret = value;
  }, secret);
  return page;
}

/** Every text that a page keeps of a form: attributes and texts, shadow trees included, storages, and addresses that it asked for. */
export function textsOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const texts: string[] = [document.cookie, location.href];
    const walk = (root: Document | ShadowRoot | Element): void => {
      for (const element of root.querySelectorAll('*')) {
        for (const { name, value } of element.attributes) texts.push(`${name}=${value}`);
        texts.push(element.textContent ?? '');
        if (element.shadowRoot !== null) walk(element.shadowRoot);
      }
    };
    walk(document);
    for (const storage of [localStorage, sessionStorage]) texts.push(JSON.stringify({ ...storage }));
    texts.push(JSON.stringify(await indexedDB.databases()), JSON.stringify(await caches.keys()));
    texts.push(...performance.getEntries().map(({ name }) => name));
    return texts.join('\n');
  });
}

/** The parts of the component that are wider than the window. */
export function outside(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.querySelector('postern-connect')!.shadowRoot!;
    const parts = [...root.querySelectorAll('*')].filter((part) => part.checkVisibility());
    const wide = parts.filter((part) => part.getBoundingClientRect().right > innerWidth + 1);
    const scrolls = document.documentElement.scrollWidth > innerWidth;
    return [
      ...wide.map((part) => part.outerHTML.slice(0, 120)),
      ...(scrolls ? ['the page scrolls sideways'] : []),
    ];
  });
}
