/** The styles of the component. A page changes them by the custom properties `--postern-*` and by `::part()`. */
export const styles = `
:host {
  --accent: var(--postern-accent, light-dark(#1c5a9c, #8fbcf2));
  --on-accent: var(--postern-on-accent, light-dark(#fff, #0e1317));
  --ground: var(--postern-ground, light-dark(#fff, #171d23));
  --ink: var(--postern-ink, light-dark(#1a2027, #e6eaee));
  --ink-soft: var(--postern-ink-soft, light-dark(#56616d, #a0abb7));
  --line: var(--postern-line, light-dark(#7d8894, #6c7884));
  --pass: var(--postern-pass, light-dark(#0f6e4f, #6fd3a8));
  --fail: var(--postern-fail, light-dark(#b42323, #ff9d94));
  --warn: var(--postern-warn, light-dark(#8a5300, #f2bd6b));
  --radius: var(--postern-radius, 8px);
  display: block;
  container-type: inline-size;
  font: var(--postern-font, 1rem/1.5 system-ui, sans-serif);
  color: var(--ink);
}
:host([hidden]), [hidden] { display: none !important; }
*, *::before { box-sizing: border-box; }
.card {
  background: var(--ground);
  border: 1px solid color-mix(in srgb, var(--line) 45%, transparent);
  border-radius: var(--radius);
  padding: clamp(16px, 5cqi, 28px);
  display: grid;
  gap: 16px;
  overflow-wrap: anywhere;
}
.columns { display: grid; gap: 24px; align-items: start; overflow-wrap: anywhere; }
.columns > .stack { min-width: 0; }
@container (max-width: 859.98px) { .columns > section:not(:has(> .stack:not([hidden]))) { display: none; } }
@container (min-width: 860px) { .columns { grid-template-columns: minmax(0, 28rem) minmax(0, 1fr); gap: 32px; } }
.before { padding: 28px 16px; text-align: center; border: 1.5px dashed color-mix(in srgb, var(--line) 60%, transparent); border-radius: var(--radius); }
.stack:not([hidden]) ~ .before { display: none; }
.card > *, form > *, .servers { min-width: 0; }
h2, h3, p, ol, ul, dl, dd, fieldset { margin: 0; padding: 0; border: 0; }
h2 { font-size: 1.25em; line-height: 1.3; }
h3 { font-size: 1em; }
form, .stack { display: grid; gap: 16px; }
.soft, .help { color: var(--ink-soft); font-size: .875em; }
.address { font-weight: 600; }
label, legend { font-weight: 600; font-size: .9375em; padding: 0; }
legend { font-size: 1em; margin-bottom: 8px; }
.field { display: grid; gap: 4px; }
.check { display: flex; gap: 10px; align-items: start; }
.check input { width: 20px; height: 20px; margin: 2px 0 0; flex: none; accent-color: var(--accent); }
.check label { font-weight: 400; }
input:not([type=checkbox]), select {
  width: 100%;
  min-height: 44px;
  padding: 8px 12px;
  font: inherit;
  color: inherit;
  background: var(--ground);
  border: 1px solid var(--line);
  border-radius: var(--radius);
}
.switch { display: grid; grid-template-columns: 1fr 1fr; border: 1px solid var(--line); border-radius: var(--radius); }
.switch label { min-height: 42px; display: grid; place-items: center; cursor: pointer; border-radius: inherit; }
.switch label:has(:checked) { color: var(--on-accent); background: var(--accent); }
.switch label:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.switch input { position: absolute; opacity: 0; width: 1px; min-height: 1px; height: 1px; padding: 0; }
[aria-invalid=true] { border-color: var(--fail) !important; }
.fault { display: flex; flex-wrap: wrap; gap: 0 8px; align-items: center; color: var(--fail); font-size: .875em; }
.fault:empty, .buttons:empty { display: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.verdict:focus { outline: none; }
.verdict:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.pair { display: grid; gap: 12px; }
@container (min-width: 480px) { .pair { grid-template-columns: 8rem minmax(0, 1fr); } }
button {
  min-height: 44px;
  padding: 8px 18px;
  font: inherit;
  font-weight: 600;
  border-radius: var(--radius);
  cursor: pointer;
  color: var(--ink);
  background: transparent;
  border: 1px solid var(--line);
}
button.main { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
button.link {
  min-height: 28px;
  padding: 2px 0;
  border: 0;
  font-weight: 400;
  color: var(--accent);
  text-decoration: underline;
  text-align: start;
  justify-self: start;
}
.servers + .link, .field + .link { margin-top: -10px; }
button[aria-disabled=true] { opacity: .65; cursor: progress; }
a { color: var(--accent); }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; }
.notice, .verdict, .candidate, .endpoint {
  display: grid;
  gap: 8px;
  padding: 14px 16px;
  border-radius: var(--radius);
  border: 1px solid color-mix(in srgb, var(--tone, var(--line)) 45%, transparent);
  background: color-mix(in srgb, var(--tone, var(--line)) 8%, var(--ground));
}
.candidate, .endpoint { background: none; }
[data-tone=pass] { --tone: var(--pass); }
[data-tone=fail] { --tone: var(--fail); }
[data-tone=warn] { --tone: var(--warn); }
[data-tone=wait] { --tone: var(--accent); }
.verdict h3 { color: var(--tone); font-size: 1.0625em; }
.servers { display: grid; gap: 2px; font-size: .9375em; }
ol, ul { list-style: none; display: grid; gap: 8px; }
.step { display: grid; grid-template-columns: 22px minmax(0, 1fr) auto minmax(4.25em, auto); gap: 4px 10px; align-items: start; font-size: .9375em; }
.bar { appearance: none; width: clamp(32px, 16cqi, 96px); height: 5px; margin-top: 10px; border: 0; border-radius: 3px; overflow: hidden; background: color-mix(in srgb, var(--line) 25%, transparent); }
.bar::-webkit-progress-bar { background: none; }
.bar::-webkit-progress-value { background: var(--tone, var(--line)); }
.bar::-moz-progress-bar { background: var(--tone, var(--line)); }
.check-state { color: var(--tone); font-size: .875em; }
.places .step { grid-template-columns: 22px minmax(0, 1fr) auto; }
.bar + .soft { text-align: end; }
.places > ul { margin-top: 10px; }
.places > summary { font-weight: 400; font-size: .9375em; }
.step .dot { display: grid; place-items: center; width: 22px; height: 22px; margin-top: 1px; border-radius: 50%; font-size: 13px; line-height: 1; color: var(--tone, var(--ink-soft)); border: 1.5px solid; }
.step .why { grid-column: 2 / -1; color: var(--tone, var(--ink-soft)); font-size: .9375em; }
dl { display: grid; gap: 4px; font-size: .875em; }
dt { font-weight: 600; }
.step .facts { grid-column: 2 / -1; }
.facts dl { color: var(--ink-soft); }
.facts dl > div { display: flex; flex-wrap: wrap; gap: 0 8px; }
details.notice { display: block; }
details dl { margin-top: 8px; }
summary { cursor: pointer; font-weight: 600; }
.mono { font-family: ui-monospace, monospace; font-size: .9em; }
bdi { unicode-bidi: isolate; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
