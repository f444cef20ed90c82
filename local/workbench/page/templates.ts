/** A place in o-spreadsheet's templates, and what stands there instead. */
type Place = readonly [original: string, ours: string];

/** Where a function's own `help` (local/book's function-help.ts) comes into the help about a formula, which is unfolded at first. */
const FORMULA_HELP: readonly Place[] = [
  [
    '<t t-set="context" t-value="getContext()"/>\n      <div class="o-formula-assistant bg-white"',
    `<t t-set="given" t-value="getContext()"/>
      <t t-set="context" t-value="given.functionDescription.help ? given.functionDescription.help(given) : given"/>
      <div class="o-formula-assistant bg-white"`,
  ],
  [
    `class="collapsor px-2 d-flex align-items-center rounded"
            t-att-class="state.isCollapsed ? 'collapsed' : ''"`,
    `class="collapsor px-2 d-flex align-items-center rounded"
            t-att-class="state.isCollapsed ? '' : 'collapsed'"`,
  ],
  [
    '<Collapse isCollapsed="state.isCollapsed">\n          <div class="o-formula-assistant-core',
    '<Collapse isCollapsed="!state.isCollapsed">\n          <div class="o-formula-assistant-core',
  ],
  ['t-foreach="formulaHeaderContent"', 't-foreach="context.head or formulaHeaderContent"'],
];

/** The figure at the lower right: none for a single cell, and for text how many there are, as Google Sheets has it. */
const SUM: readonly Place[] = [
  [
    '<t t-set="selectedStatistic" t-value="getSelectedStatistic()"/>',
    `<t t-set="asked" t-value="getSelectedStatistic()"/>
    <t t-set="isOneCell" t-value="env.model.getters.isSingleCellOrMerge(env.model.getters.getActiveSheetId(), env.model.getters.getSelectedZone())"/>
    <t t-set="selectedStatistic" t-value="isOneCell or asked === undefined ? undefined : asked.endsWith('__') ? getComposedFnName('Count') : asked"/>`,
  ],
];

/** Roles, names and places in the order of Tab, for the keyboard and for people who hear the page. */
const SPOKEN: readonly Place[] = [
  ['class="o-topbar-topleft d-flex"', 'role="menubar" aria-label="Menus" class="o-topbar-topleft d-flex"'],
  [
    'class="o-topbar-menu o-hoverable-button text-nowrap rounded"',
    `role="menuitem" tabindex="0" aria-haspopup="menu"
              t-att-aria-expanded="state.menuState.parentMenu and state.menuState.parentMenu.id === menu.id ? 'true' : 'false'"
              class="o-topbar-menu o-hoverable-button text-nowrap rounded"`,
  ],
  ['class="o-menu"', 'role="menu" class="o-menu"'],
  [
    `class="o-separator border-bottom"/>
        <t t-else="">`,
    `role="separator" class="o-separator border-bottom"/>
        <t t-else="">`,
  ],
  [
    'class="o-menu-item d-flex justify-content-between align-items-center"',
    `role="menuitem"
            t-att-aria-disabled="isMenuEnabled ? undefined : 'true'"
            t-att-aria-haspopup="isMenuRoot ? 'menu' : undefined"
            class="o-menu-item d-flex justify-content-between align-items-center"`,
  ],
  [
    't-ref="o_composer"\n          tabindex="1"',
    't-ref="o_composer"\n          tabindex="0" role="textbox" aria-label="Contents of the cell"',
  ],
  [
    '<TextInput\n        t-key="selectionKey"',
    '<label class="visually-hidden" for="name-box">Name box</label>\n      <TextInput\n        id="\'name-box\'"\n        t-key="selectionKey"',
  ],
  ['t-on-keydown="onInputKeydown"', 't-att-aria-label="props.title" t-on-keydown="onInputKeydown"'],
  ['class="o-toolbar-tools d-flex', 'role="toolbar" aria-label="Toolbar" class="o-toolbar-tools d-flex'],
  [
    'class="o-sheet-item o-add-sheet me-2 p-1"',
    'role="button" tabindex="0" aria-label="Add sheet" title="Add sheet" class="o-sheet-item o-add-sheet me-2 p-1"',
  ],
  [
    `class="o-sheet-item o-list-sheets me-2 p-1"
          composerFocusableElement="true"
          tabindex="-1"`,
    `role="button" aria-label="All sheets" title="All sheets"
          class="o-sheet-item o-list-sheets me-2 p-1"
          composerFocusableElement="true"
          tabindex="0"`,
  ],
  [
    'class="o-sheet-list d-flex w-100 px-1"',
    'role="tablist" aria-label="Sheets" class="o-sheet-list d-flex w-100 px-1"',
  ],
  [
    `class="o-sheet d-flex align-items-center user-select-none text-nowrap border-start border-end"
        tabindex="-1"`,
    `role="tab"
        class="o-sheet d-flex align-items-center user-select-none text-nowrap border-start border-end"
        t-att-aria-selected="isSheetActive ? 'true' : 'false'"
        t-att-tabindex="isSheetActive ? '0' : '-1'"`,
  ],
  ['class="o-grid-add-rows-input', 'aria-label="Number of rows" class="o-grid-add-rows-input'],
];

/** o-spreadsheet's templates as the page uses them. @throws Error when they no longer have one of the places */
export function ourTemplates(templates: string): string {
  return [...FORMULA_HELP, ...SUM, ...SPOKEN].reduce((text, [original, ours]) => {
    if (!text.includes(original)) throw new Error(`o-spreadsheet's templates have no ${original}`);
    return text.replace(original, () => ours);
  }, templates);
}
