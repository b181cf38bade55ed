/** For the page: every text of ours whose colour is too near to the colour behind it (WCAG 2, level AA); buttons are Node-RED's. */
export const weakContrasts = `(() => {
  const numbers = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = numbers(color).map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      if ((numbers(color)[3] ?? 1) > 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const texts = '.dataconnect-row > label, .dataconnect-row-note, .dataconnect-affix, .dataconnect-note, .dataconnect-title, .dataconnect-field-note, .dataconnect-field-head > *, .dataconnect-preview *, .dataconnect-sidebar *';
  return [...document.querySelectorAll(texts)]
    .filter((element) => element.textContent && element.offsetParent && !element.closest('.red-ui-button'))
    .map((element) => {
      const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
      return [(a + 0.05) / (b + 0.05), element.textContent];
    })
    .filter(([contrast]) => contrast < 4.5)
    .map(([contrast, text]) => contrast.toFixed(2) + ' ' + text);
})()`;
