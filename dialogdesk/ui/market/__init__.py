"""The tab Marknad: procurements, suppliers and the people one talks to there."""
