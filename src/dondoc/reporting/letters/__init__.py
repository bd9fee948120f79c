"""Letters of urging as Word documents, through a template that an office may edit in Word."""
