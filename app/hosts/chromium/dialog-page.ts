/** What a dialog shows: a page of links and forms, without any script. */

export interface DialogView {
  readonly title: string;
  /** Absolute. */
  readonly folder: string;
  readonly parent?: string;
  readonly places: readonly Place[];
  /** Names of the folders inside, or why they can't be told. */
  readonly inside: readonly Place[] | { readonly problem: string };
  /** Where a new file is asked for. */
  readonly fileName?: string;
  /** Said above the buttons, such as that the file is there already. */
  readonly notice?: string;
}

export interface Place {
  readonly name: string;
  readonly path: string;
}

/** The addresses that {@link renderDialog} leads to, relative to the dialog's origin. */
export const DIALOG_ACTIONS = { look: '/', choose: '/choose', cancel: '/cancel' } as const;

export const DIALOG_STYLE = `
:root { color-scheme: light dark; font: 16px system-ui, sans-serif; }
body { margin: 24px auto; max-width: 720px; padding: 0 16px; }
h1 { font-size: 20px; }
ul { list-style: none; margin: 0 0 16px; padding: 0; max-height: 50vh; overflow: auto; }
a { display: inline-block; padding: 10px 8px; min-height: 24px; }
form { display: flex; flex-wrap: wrap; gap: 8px; align-items: end; margin: 12px 0; }
label { display: flex; flex-direction: column; gap: 4px; flex: 1 1 320px; }
input, button { font: inherit; padding: 8px 12px; min-height: 44px; box-sizing: border-box; }
[role=alert] { font-weight: 600; }
`;

export function renderDialog(view: DialogView): string {
  const { title, folder, parent, places, inside, fileName, notice } = view;
  const up = parent === undefined ? [] : [{ name: 'Up', path: parent }];
  const list =
    'problem' in inside
      ? `<p role="alert">${escape(inside.problem)}</p>`
      : inside.length === 0
        ? '<p>No folders in here.</p>'
        : `<ul aria-label="Folders">${inside.map((place) => `<li>${link(place, fileName)}</li>`).join('')}</ul>`;
  const name =
    fileName === undefined
      ? ''
      : `<label>File name<input name="name" required autofocus value="${escape(fileName)}"></label>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title>
<link rel="stylesheet" href="/style.css"></head><body><main>
<h1>${escape(title)}</h1>
<nav aria-label="Places">${[...up, ...places].map((place) => link(place, fileName)).join(' ')}</nav>
<form action="${DIALOG_ACTIONS.look}"><label>Folder<input name="in" value="${escape(folder)}"></label>
${hidden('name', fileName)}<button>Go</button></form>
${list}
<form action="${DIALOG_ACTIONS.choose}">${hidden('in', folder)}${name}
${notice === undefined ? '' : `<p role="alert">${escape(notice)}</p>${hidden('replace', fileName)}`}
<button>${buttonText(view)}</button></form>
<p><a href="${DIALOG_ACTIONS.cancel}">Cancel</a></p>
</main></body></html>`;
}

function buttonText({ fileName, notice }: DialogView): string {
  if (fileName === undefined) return 'Choose this folder';
  return notice === undefined ? 'Save here' : 'Replace it';
}

function link({ name, path }: Place, fileName: string | undefined): string {
  const query = new URLSearchParams({
    in: path,
    ...(fileName !== undefined && { name: fileName }),
  });
  return `<a href="${escape(`${DIALOG_ACTIONS.look}?${query.toString()}`)}">${escape(name)}</a>`;
}

function hidden(name: string, value: string | undefined): string {
  return value === undefined ? '' : `<input type="hidden" name="${name}" value="${escape(value)}">`;
}

/** Names of folders are whatever somebody called them. */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
