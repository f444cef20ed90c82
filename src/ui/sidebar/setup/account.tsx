import type { KeyTest, PoolUse } from "../../calls.ts";
import { Bar } from "../parts/bar.tsx";
import { countText, dateText } from "../parts/numbers.ts";

type Account = NonNullable<KeyTest["account"]>;

/** From here on the colour says that little is left. */
const NEARLY_USED = 0.9;

/** What a Hunter account has, and has left. */
export function AccountUsage({ account }: { readonly account: Account }) {
  return (
    <div class="account">
      <p class="line">
        <span>Plan</span>
        <span class="value">{account.plan}</span>
      </p>
      {account.credits ? (
        <Usage name="Credits" {...account.credits} />
      ) : (
        <>
          <Usage name="Searches" {...account.searches} />
          <Usage name="Verifications" {...account.verifications} />
        </>
      )}
      <p class="help">Starts again on {dateText(account.resetDate)}</p>
    </div>
  );
}

/** `available` is what the plan gives per period, used or not (Hunter API v2, account). */
function Usage({ name, used, available, left, over }: PoolUse & { readonly name: string }) {
  const beyond = over ? `, ${countText(over)} beyond the plan` : "";
  const rest = left === undefined ? "" : `, ${countText(left)} left`;
  const text = `${countText(used)} of ${countText(available)} used${rest}${beyond}`;
  return (
    <div>
      <p class="line">
        <span>{name}</span>
        <span class="value">{text}</span>
      </p>
      <Bar
        role="meter"
        label={name}
        text={text}
        done={used}
        total={available}
        look={used >= available * NEARLY_USED ? "nearly-used" : "running"}
      />
    </div>
  );
}
