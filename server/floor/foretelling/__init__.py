"""The wait forecast by simulation: a hall as it stands, played some 200 times at once; pure. Start: play.py."""
