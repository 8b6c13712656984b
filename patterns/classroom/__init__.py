"""What leads learners: the paths through pages and exercises, where one learner stands, and where a class does.

Not here: the files that tell what was tried (`progress`).
"""
