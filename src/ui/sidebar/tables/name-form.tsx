import { useState } from "preact/hooks";
import { Button } from "../parts/button.tsx";

interface NameFormProps {
  readonly name: string;
  readonly onName: (name: string) => Promise<boolean>;
}

/** Google tells an add-on nobody's name unless it asks for more rights: the person may give one. */
export function NameForm({ name, onName }: NameFormProps) {
  const [text, setText] = useState(name);
  const isSaved = text.trim() === name || text.trim() === "";
  return (
    <form
      class="name"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSaved) void onName(text);
      }}
    >
      <label class="field-label" for="name">
        Your name in the log and for colleagues
      </label>
      <div class="field">
        <input
          id="name"
          class="field-input"
          type="text"
          value={text}
          maxLength={60}
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <div class="buttons">
        <Button type="submit" isOff={isSaved}>
          Save name
        </Button>
      </div>
    </form>
  );
}
