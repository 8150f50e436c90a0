// Sets the colours before the first paint: the operator's choice, else the system's.
(() => {
  const choice = localStorage.getItem('fleet.theme');
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
