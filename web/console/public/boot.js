// Runs before the first paint, as a file of its own because the content security policy allows no inline script.
(() => {
  let stored = null;
  let density = null;
  try {
    stored = localStorage.getItem('qunluo.theme');
    density = localStorage.getItem('qunluo.density');
  } catch {
    // Storage may be refused; the system's preference stands.
  }
  const dark = stored === 'dark' || (stored !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  document.documentElement.dataset.density = density === 'compact' ? 'compact' : 'comfortable';
})();
