"""The teacher's pages: drafting, publishing, giving an exam to classes, following and marking it."""
