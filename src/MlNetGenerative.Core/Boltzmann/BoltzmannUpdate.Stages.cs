using MlNetGenerative.Core.Numerics;

namespace MlNetGenerative.Core.Boltzmann;

/// <content>The stages of an update, each a thread's part of it.</content>
sealed unsafe partial class BoltzmannUpdate
{
    /// <summary>Draws which hidden units this thread's rows leave out, and turns those of persistent chains off.</summary>
    private void DrawDropout(int dataRows, int modelRows, int thread)
    {
        (int from, int to) = _team.Share(dataRows, thread);
        _dropout!.Draw(RandomRow(0), from, to);
        if (_persistent)
        {
            (from, to) = _team.Share(modelRows, thread);
            _dropout.Draw(RandomRow(0), _batchSize + from, _batchSize + to);
            _dropout.MaskStates(_hiddenStates, _batchSize, 0, _hiddenStates.Panels, from, to);
        }
        _team.Meet();
    }

    /// <summary>p(h | v) of the data; contrastive divergence also draws the states that its chains start from.</summary>
    private void HiddenGivenData(UnitLists data, int fromPanel, int toPanel)
    {
        ConditionalStage stage = HiddenStage(drawStates: !_persistent, draw: 0);
        stage.SetGiven(data);
        stage.ProbabilityScale = 1;
        if (ChangesOfData)
        {
            stage.Sums = _visibleChanges.Sums;
            stage.SumRows = _visibleChanges.Rows;
        }
        _kernels.Conditional(stage, fromPanel, toPanel);
        if (_dropout is not null)
            Mask(stage, 0, !_persistent, fromPanel, toPanel);
    }

    /// <summary>Leaves units out of hidden probabilities, and of states if they are used in this update.</summary>
    private void Mask(in ConditionalStage stage, int firstRow, bool states, int fromPanel, int toPanel)
    {
        if (stage.Probabilities is not null)
            _dropout!.MaskProbabilities(stage, firstRow, fromPanel, toPanel);
        if (states)
            _dropout!.MaskStates(_hiddenStates, firstRow, fromPanel, toPanel, 0, stage.Samples);
    }

    /// <summary>Whether the chains' first visible states are known by what changed from the data that they started from.</summary>
    private bool ChangesOfData => !_persistent && _dataStates is not null;

    /// <summary>Lists the chains' hidden units that are on, or that changed since the step before.</summary>
    private void ListHidden(int step, int fromRow, int toRow)
    {
        if (StateChanges.MayFollow(step))
            _hiddenChanges.List(_hiddenStates, null, fromRow, toRow, _hiddenLists);
        else
            _hiddenChanges.ListAll(_hiddenStates, fromRow, toRow, _hiddenLists);
    }

    /// <summary>Lists the chains' visible units, likewise.</summary>
    private void ListVisible(int step, int fromRow, int toRow)
    {
        if (StateChanges.MayFollow(step) || (step == 0 && ChangesOfData))
            _visibleChanges.List(_visibleStates, step == 0 ? _dataStates : null, fromRow, toRow, _visibleLists);
        else
            _visibleChanges.ListAll(_visibleStates, fromRow, toRow, _visibleLists);
        if (step == _gibbsSteps - 1 && _lastVisibleLists is not null)
            _visibleStates.CopyTo(fromRow, toRow, _lastVisibleLists);
    }

    /// <summary>Visible states given the chains' hidden states.</summary>
    private void VisibleGivenHidden(int modelRows, int step, int thread)
    {
        (int fromPanel, int toPanel) = _team.Share(_visibleStates.Panels, thread);
        if (step > 0)
            _visibleChanges.Keep(_visibleStates, fromPanel, toPanel);
        var stage = new ConditionalStage
        {
            Weights = _transpose,
            Bias = _visible.Bias.Pointer,
            States = _visibleStates.Words,
            StateRows = _visibleStates.Rows,
            Random = new Philox(_settings.Seed, RandomStream.TrainingVisible),
            FirstRandomRow = RandomRow(1 + 2 * (uint)step),
        };
        stage.SetGiven(_hiddenLists);
        if (_gibbsSteps == 1)
        {
            stage.SetFixedPoint(_hiddenStates, _fixedPoint);
        }
        else
        {
            stage.SetSums(_hiddenChanges);   // of the weights themselves, for the steps that follow
            if (SubsetsPay(modelRows))
                stage.GivenStates = _hiddenStates;
        }
        _kernels.Conditional(stage, fromPanel, toPanel);
    }

    /// <summary>p(h | v) of the chains, at the last step kept for the gradient, and their new states.</summary>
    private void HiddenGivenVisible(int dataRows, int modelRows, int step, int fromPanel, int toPanel)
    {
        bool last = step == _gibbsSteps - 1;
        if (!last)
            _hiddenChanges.Keep(_hiddenStates, fromPanel, toPanel);
        ConditionalStage stage = HiddenStage(drawStates: _persistent || !last, draw: 2 + 2 * (uint)step);
        stage.SetGiven(_visibleLists);
        if (_gibbsSteps > 1 || ChangesOfData)
            stage.SetSums(_visibleChanges);
        stage.FirstResultRow = dataRows;
        stage.ProbabilityScale = -(float)dataRows / modelRows;
        if (!last)
            stage.Probabilities = null;
        _kernels.Conditional(stage, fromPanel, toPanel);
        if (_dropout is not null)
            Mask(stage, _persistent ? _batchSize : 0, states: !last, fromPanel, toPanel);
    }

    /// <summary>What the update needs to know of the visible units of data and model.</summary>
    private void CollectVisible(UnitLists data, int thread)
    {
        (int fromPanel, int toPanel) = _team.Share(_transpose.Panels, thread);
        _visible.SetUnits(data, _dataStates, _visibleStates, _visibleLists.Samples, fromPanel, toPanel);
        (int fromRow, int toRow) = _team.Share(data.Samples, thread);
        _visible.ProjectRows(data, 0, fromRow, toRow);
        (fromRow, toRow) = _team.Share(_visibleLists.Samples, thread);
        _visible.ProjectRows(_lastVisibleLists ?? _visibleLists, data.Samples, fromRow, toRow);
    }

    /// <summary>Whether the last p(h | v) of the chains is computed panel by panel with the update. Not where few rows of the weights changed it, because
    /// those are in the cache anyway, and not where the chains are swapped in between.</summary>
    private bool LastHiddenWithUpdate => _persistent && _tempered is null;

    /// <summary>What is left of an update when the visible units of data and model are known: panel by panel of hidden units, what p(h | v) is
    /// needed for the statistics alone, and the update.</summary>
    /// <remarks>Two panels at a time: all that is done with their weights is done while they are in the second-level cache, and random numbers come
    /// for two.</remarks>
    private void UpdatePanels(UnitLists data, int modelRows, int thread)
    {
        GradientStage stage = Gradient(data.Samples, modelRows, thread);
        (int fromPanel, int toPanel) = _team.Share(_weights.Panels, thread);
        for (int panel = fromPanel; panel < toPanel;)
        {
            int next = Math.Min(toPanel, panel / 2 * 2 + 2);
            if (_persistent)
                HiddenGivenData(data, panel, next);
            if (LastHiddenWithUpdate)
                HiddenGivenVisible(data.Samples, modelRows, _gibbsSteps - 1, panel, next);
            _kernels.Update(stage, panel, next);
            panel = next;
        }
    }

    private GradientStage Gradient(int dataRows, int modelRows, int thread)
    {
        var stage = new GradientStage
        {
            Weights = _weights,
            Transpose = _transpose,
            Velocity = _velocity,
            HiddenBias = _hiddenBias.Pointer,
            HiddenBiasVelocity = _hiddenBiasVelocity.Pointer,
            Hidden = _hidden.Pointer,
            HiddenRows = _hiddenRows,
            DataRows = dataRows,
            ModelRows = modelRows,
            HiddenOffset = _hiddenOffset.Pointer,
            HiddenOffsetRate = _settings.Centered ? HiddenOffsetRate : 0,
            VisibleOffsetDifference = _visible.OffsetDifference(),
            LearningRate = _learningRate,
            Momentum = _momentum,
            WeightDecay = _settings.WeightDecay,
            Nesterov = _settings.Nesterov,
            Penalties = _penalties,
            Adam = _adam,
        };
        _visible.AddTo(ref stage);
        return stage;
    }

    private void UpdateVisibleBias(int dataRows, int modelRows, int thread)
    {
        (int fromUnit, int toUnit) = VisibleShare(thread);
        _visible.UpdateBias(dataRows, modelRows, _learningRate, _momentum, _adam, thread, fromUnit, toUnit);
    }

    /// <summary>A thread's visible units: whole panels, so that no two threads write to one cache line.</summary>
    private (int From, int To) VisibleShare(int thread)
    {
        (int fromPanel, int toPanel) = _team.Share(_transpose.Panels, thread);
        return (fromPanel * PanelMatrix.PanelWidth, Math.Min(toPanel * PanelMatrix.PanelWidth, _visibleUnits));
    }

    /// <summary>Whether tables of subset sums are faster than lists: they take the time of a third of the units being on, and their filling
    /// needs a number of chains to be shared by. The states alone decide, so that every machine decides alike.</summary>
    private bool SubsetsPay(int modelRows)
    {
        if (modelRows < SubsetSums.FewestSamples)
            return false;
        long on = 0;
        for (int row = 0; row < modelRows; row++)
            on += _hiddenLists.Count[row] + _hiddenChanges.Off.Count[row];
        return 3 * on > (long)modelRows * _hiddenStates.Units;
    }

    private ConditionalStage HiddenStage(bool drawStates, uint draw) => new()
    {
        Weights = _weights,
        Bias = _hiddenBias.Pointer,
        Probabilities = _hidden.Pointer,
        ResultRows = _hiddenRows,
        States = drawStates ? _hiddenStates.Words : null,
        StateRows = _hiddenStates.Rows,
        Random = new Philox(_settings.Seed, RandomStream.TrainingHidden),
        FirstRandomRow = RandomRow(draw),
        Direction = _hiddenOffset.Pointer,
        Projections = _settings.Centered ? _visible.HiddenProjections : null,
    };

    /// <summary>Where the random numbers of an update's draws begin: its first draw is 0.</summary>
    private ulong RandomRow(uint draw) => (ulong)(_draws + draw) << 32;
}
