"""What judgements of claims about later life rest on: generations, couples, growing up."""

from __future__ import annotations

from science.experiments.readme_tables import table


def seventy_percent() -> None:
    rows = table("passed-on").set_index("mirroring")
    assert abs(rows["r, secure"][0.0]) < 0.03
    for name in ("r, secure", "r, alarm with disorganized"):
        assert (rows[name].diff().dropna() > 0).all()
    assert (rows["r, secure"] < 0.31).all()  # as in studies
    assert (rows["r, alarm with disorganized"] > rows["r, secure"]).all()
    assert (abs(rows["same of 4"] - rows["same of 4, by chance"]) < 0.1).all()


def cycles() -> None:
    rows = table("cycle").set_index(["parent", "second generation"])["disorganized"]
    harmed, others = rows["expects most alarm"], rows["others"]
    usual, afresh = harmed["as it is"], harmed["a parent drawn afresh"]
    assert others["as it is"] + 0.1 < usual < 0.5
    assert abs(afresh - others["a parent drawn afresh"]) < 0.05
    for name in ("therapy for the parent", "a responsive second caregiver"):
        assert afresh < harmed[name] < usual


def pursue_and_withdraw() -> None:
    name = "one demands, the other has turned away"
    rows = table("demands").set_index(["one raised", "other raised"])[name]
    meets = rows[("erratic", "rejecting")]
    assert meets > 2 * rows.drop(("erratic", "rejecting")).max()
    parts = table("parts").set_index("model")[name]
    assert parts["as it is"] == meets
    assert meets / 2 < parts["turning away costs no attention"] < meets


def all_life_long() -> None:
    seventy_percent()
    pursue_and_withdraw()


def security_is_catching() -> None:
    rows = table("with-a-partner").set_index(["day", "partner raised"])
    relief, alarm = rows["relief expected"], rows["alarm expected"]
    for other in ("erratic", "rejecting"):
        assert relief[1095, "responsive"] > relief[1095, other]
        assert alarm[1095, "responsive"] < alarm[1095, other]
    assert (relief[1095] <= relief[0]).all()


def stress_from_outside() -> None:
    rows = table("outside").set_index(["what", "day"]).loc[("stress", 700)]
    assert -0.1 < rows["quality"] < 0.0 < rows["conflict flooded share"]
    assert abs(rows["conflict distress"]) < 0.01
    assert abs(rows["quality"] - rows["change of quality from 350 to 700 without it"]) < 0.03


def break_ups() -> None:
    rows = table("forecast").set_index("known after one year")
    fitted, other = rows["told apart (AUC), in the half that was fitted"], rows["in the other half"]
    assert ((other > 0.5) & (other < fitted) & (fitted < 0.9)).all()
    assert other["both"] < other["what each expects and feels"]


def independence() -> None:
    rows = table("independence").set_index("care")
    responsive, rejecting = rows.loc["responsive"], rows.loc["rejecting"]
    assert responsive["joy"] > 5 * rejecting["joy"]
    assert responsive["asks calmly, per min"] > 2 * rejecting["asks calmly, per min"]
    assert rejecting["at the problem"] > responsive["at the problem"]
    assert rows["upset"].idxmax() == "erratic"


def no_pushing() -> None:
    rows = table("fewer-answers").set_index(["answers", "years"])
    less, usual = rows.loc["fewer in the first year"], rows.loc["as usual"]
    assert (less["at the problem"] < usual["at the problem"] - 0.1).all()
    assert (less["upset"] > usual["upset"] + 0.03).all()
    assert (abs(less["asks calmly, per min"] - usual["asks calmly, per min"]) < 0.5).all()


def distress_lasts() -> None:
    rows = table("protest").set_index("pattern at one")
    left = rows["at 3"] / rows["at 1"]
    assert (left < 1).all()
    assert left["resistant"] > 2 * left["secure"]
    assert rows["at 3"].idxmax() == "resistant"
