/** The two files the reference pages load; both come from this server, as the policy of the page demands. */
export const style = `:root{color-scheme:light dark;--line:#8884}
body{font:14px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;margin:0 auto;max-width:1180px;padding:16px 24px 80px}
nav{display:flex;gap:16px;align-items:baseline;border-bottom:1px solid var(--line);padding-bottom:8px}
nav h1{font-size:18px;margin:0;flex:1}
h2{font-size:16px;margin:28px 0 8px}h3{font-size:14px;margin:20px 0 6px}
table{border-collapse:collapse;width:100%;display:block;overflow-x:auto}
th,td{border:1px solid var(--line);padding:4px 8px;text-align:left;vertical-align:top}
th{font-weight:600;white-space:nowrap}
code,pre,textarea{font:12px/1.5 ui-monospace,"SFMono-Regular",Consolas,monospace}
ul.index{columns:3 260px;padding:0;list-style:none}ul.index li{break-inside:avoid;padding:2px 0}
details{border:1px solid var(--line);border-radius:6px;margin:6px 0;padding:6px 10px}
summary{cursor:pointer}summary code{font-weight:600}
textarea{width:100%;box-sizing:border-box;min-height:90px}
pre{background:#8881;border-radius:6px;overflow:auto;max-height:340px;padding:8px;white-space:pre-wrap}
button{font:inherit;min-height:32px;padding:2px 14px}
.codes code{margin-right:6px}`;

/** Sends an example with the session of the browser and shows what came. */
export const script = `for (const form of document.querySelectorAll('form[data-method]')) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const answer = form.querySelector('pre');
    const body = form.querySelector('textarea');
    answer.hidden = false;
    answer.textContent = '…';
    try {
      const reply = await fetch(form.dataset.path, {
        method: form.dataset.method,
        credentials: 'same-origin',
        headers: body ? { 'content-type': 'application/json' } : {},
        ...(body ? { body: body.value } : {}),
      });
      const text = await reply.text();
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch {}
      answer.textContent = reply.status + ' ' + reply.statusText + '\\n' + shown;
    } catch (error) {
      answer.textContent = String(error);
    }
  });
}
`;
