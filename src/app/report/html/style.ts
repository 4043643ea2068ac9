/** The page's style: the product's tokens, light and dark, phone and print. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#f6f8f7;--card:#fff;--ink:#16211e;--soft:#52605b;--line:#dfe6e3;--accent:#0e9f8a;--accent-ink:#0b7768;--wash:#e7f4f1;
--newcomer:#38bdf8;--leader:#8b5cf6;--loyal:#4f46e5;--active:#10b981;--potential:#f59e0b;--silent:#94a3b8;
--construction:#f59e0b;--development:#10b981;--maturity:#0e9f8a;--decline:#ef4444;--unknown:#94a3b8;--heat:14,159,138;--danger:#b42318}
@media (prefers-color-scheme:dark){:root{--bg:#0f1614;--card:#17211e;--ink:#e6eeeb;--soft:#9db0a9;--line:#2a3733;--accent:#2bc4ab;--accent-ink:#5ad8c3;--wash:#16302b;--loyal:#818cf8;--leader:#a78bfa;--heat:43,196,171;--danger:#f97066}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
main{max-width:1080px;margin:0 auto;padding:32px 24px 48px}
header{margin-bottom:24px}
.meta{color:var(--soft);font-size:14px;margin:4px 0 0}
h1{font-size:16px;font-weight:600;margin:0;color:var(--accent-ink)}
.sentence{font-size:28px;line-height:1.4;font-weight:600;margin:12px 0 0}
h2{font-size:20px;line-height:1.4;margin:0 0 12px}
h3{font-size:14px;font-weight:600;color:var(--soft);margin:24px 0 8px}
h3:first-child{margin-top:0}
section{background:var(--card);border-radius:12px;padding:24px;margin:16px 0;box-shadow:0 1px 3px rgba(16,40,34,.07)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:16px}
.pair>section{margin:0}
p{margin:8px 0}
small,.note{color:var(--soft);font-size:14px}
ol,ul{margin:0;padding:0;list-style:none}
details{margin-top:16px;font-size:14px;color:var(--soft)}
summary{cursor:pointer;color:var(--accent-ink)}
dt{font-weight:600;color:var(--ink);margin-top:8px}
dd{margin:0}
.ribbon{display:flex;gap:4px;margin:0 0 16px}
.ribbon li{flex:1;padding:8px 4px;text-align:center;font-size:14px;color:var(--soft);border-top:4px solid var(--line)}
.ribbon li.here{color:var(--ink);font-weight:600;border-top-color:var(--tone);background:var(--wash);border-radius:0 0 6px 6px}
.evidence li{display:grid;grid-template-columns:20px 72px 1fr;gap:8px;padding:4px 0;font-size:14px;color:var(--soft)}
.evidence li.holds{color:var(--ink);font-weight:600}
.bars li{display:grid;grid-template-columns:minmax(80px,132px) 1fr 84px;gap:12px;align-items:center;padding:4px 0}
.bars .note{grid-column:2/-1;margin-top:-6px}
.bars .value{text-align:right;white-space:nowrap}
.track{height:12px;background:var(--line);border-radius:6px;overflow:hidden}
.fill{height:100%;border-radius:6px;background:var(--tone,var(--accent))}
.score{font-size:48px;line-height:1;font-weight:600}
.stack{display:flex;height:36px;border-radius:6px;overflow:hidden;gap:2px;margin:4px 0 12px}
.stack span{background:var(--tone);min-width:2px;color:#10201c;font-size:12px;line-height:36px;text-align:center;white-space:nowrap;overflow:hidden;font-weight:600}
.key{display:flex;flex-wrap:wrap;gap:4px 20px;font-size:14px}
.key li{white-space:nowrap}
.key i{display:inline-block;width:12px;height:12px;border-radius:3px;background:var(--tone);margin-right:6px;vertical-align:-1px}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(196px,1fr));gap:16px 24px}
.figures b{display:block;font-size:28px;line-height:1.3;font-weight:600}
.figures .unknown{font-size:16px;color:var(--soft);font-weight:400}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th{font-weight:600;text-align:left;color:var(--soft);padding:4px 8px;white-space:nowrap}
td{padding:4px 8px;border-top:1px solid var(--line);vertical-align:top}
.heat td,.heat th{text-align:center;padding:4px 6px;border:0;white-space:nowrap}
.heat td:first-child,.heat th:first-child{text-align:left}
.heat td.cell{border-radius:4px;border:1px solid var(--card)}
.hatched{background-image:repeating-linear-gradient(45deg,transparent 0 4px,rgba(128,140,136,.4) 4px 6px)}
.key i.hatched{background:repeating-linear-gradient(45deg,transparent 0 3px,var(--soft) 3px 4px);border:1px solid var(--line)}
.hours{display:grid;grid-template-columns:32px repeat(24,1fr);gap:2px;font-size:12px;color:var(--soft)}
.hours i{display:block;height:22px;border-radius:3px}
.people li{padding:12px 0;border-top:1px solid var(--line)}
.people li:first-child{border-top:0;padding-top:0}
.people p{margin:4px 0 0;font-size:14px;color:var(--soft)}
.tag{display:inline-block;font-size:12px;line-height:20px;padding:0 8px;border-radius:6px;border:1px solid var(--tone,var(--line));margin-left:8px;white-space:nowrap}
.plays{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:16px}
.plays li{border:1px solid var(--line);border-radius:12px;padding:16px}
.plays strong{display:block;font-size:16px}
.plays p{font-size:14px;margin:8px 0 0}
.plays .tag{margin:4px 0 0}
.words{display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline}
.words span{white-space:nowrap}
.words small{font-size:12px;margin-left:2px}
svg{display:block;width:100%;height:auto}
svg text{fill:var(--soft);font-size:12px;font-family:inherit}
svg .grid{stroke:var(--line);stroke-width:1}
.narrow{display:none}
footer{color:var(--soft);font-size:12px;text-align:center;margin-top:24px}
@media (max-width:720px){main{padding:16px 12px 32px}.sentence{font-size:20px}section{padding:16px}.pair{grid-template-columns:1fr}.wide{display:none}.narrow{display:block}
.bars li{grid-template-columns:minmax(64px,96px) 1fr 64px;gap:8px}.evidence li{grid-template-columns:16px 1fr}.evidence li span:last-child{grid-column:2}.evidence li span:nth-child(2){font-weight:600}.hours{grid-template-columns:20px repeat(24,1fr);gap:1px;font-size:10px}.hours i{height:16px}.hours b:nth-of-type(even){visibility:hidden}.ribbon{gap:2px}.ribbon li{font-size:11px;padding:8px 0;overflow-wrap:normal}.figures{grid-template-columns:1fr 1fr;gap:16px}.figures b{font-size:20px}}
@media print{:root{color-scheme:light;--bg:#fff;--card:#fff;--ink:#16211e;--soft:#52605b;--line:#dfe6e3;--accent:#0e9f8a;--accent-ink:#0b7768;--wash:#e7f4f1;--heat:14,159,138}body{font-size:12px}main{max-width:none;padding:0}section{box-shadow:none;border:1px solid var(--line);padding:16px}h2{break-after:avoid}li,tr,svg,.stack,.hours{break-inside:avoid}.scroll{overflow:visible}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}details{display:none}}
`;
