// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";

/// @title Who may do what
/// @notice Three roles, each handed over in two steps, so that none can be given to an address that nobody controls.
/// The governor is the owner: it appoints the others and manages the registry. Operators settle batches. The guardian may pause for a short time.
/// The governor should be a {Governance} contract.
abstract contract Roles is Ownable2Step {
    /// @notice Whether an address may settle batches.
    mapping(address account => bool yes) public isOperator;

    /// @notice Whether an address has been nominated as operator and has not accepted yet.
    mapping(address account => bool yes) public isNominatedOperator;

    /// @notice The only address that may pause; zero if there is none.
    address public guardian;

    /// @notice The address that may become the guardian by accepting; zero if there is none.
    address public nominatedGuardian;

    /// @notice An operator was nominated, or its nomination was withdrawn.
    /// @param account Whom it concerns.
    /// @param nominated Whether it may accept.
    event OperatorNominated(address indexed account, bool nominated);
    /// @notice A nominee accepted and is an operator from now on.
    /// @param account Whom it concerns.
    event OperatorAdded(address indexed account);
    /// @notice An operator was dismissed.
    /// @param account Whom it concerns.
    event OperatorRemoved(address indexed account);
    /// @notice A guardian was nominated; the zero address withdraws the nomination.
    /// @param account Whom it concerns.
    event GuardianNominated(address indexed account);
    /// @notice The guardian changed; the zero address means that there is none.
    /// @param account Whom it concerns.
    event GuardianChanged(address indexed account);

    /// @notice The sender is no operator.
    error NotOperator(address sender);
    /// @notice The sender is not the guardian.
    error NotGuardian(address sender);
    /// @notice The sender was not nominated.
    error NotNominated(address sender);
    /// @notice The address is an operator already, or is none when it must be one.
    error WrongOperator(address account);
    /// @notice Without a governor the contract could never change its verifiers again.
    error GovernorRequired();

    /// @notice Fills the roles.
    /// @param governor The first governor.
    /// @param firstOperator The first operator.
    /// @param firstGuardian The first guardian, or zero.
    constructor(address governor, address firstOperator, address firstGuardian) Ownable(governor) {
        if (firstOperator == address(0)) revert WrongOperator(firstOperator);
        isOperator[firstOperator] = true;
        emit OperatorAdded(firstOperator);
        guardian = firstGuardian;
        emit GuardianChanged(firstGuardian);
    }

    /// @notice Nominates an operator, or withdraws a nomination. Only the governor.
    /// @param account The nominee.
    /// @param nominated Whether it may accept.
    function nominateOperator(address account, bool nominated) external onlyOwner {
        if (isOperator[account]) revert WrongOperator(account);
        isNominatedOperator[account] = nominated;
        emit OperatorNominated(account, nominated);
    }

    /// @notice Accepts a nomination as operator.
    function acceptOperator() external {
        if (!isNominatedOperator[msg.sender]) revert NotNominated(msg.sender);
        delete isNominatedOperator[msg.sender];
        isOperator[msg.sender] = true;
        emit OperatorAdded(msg.sender);
    }

    /// @notice Dismisses an operator at once. Only the governor. Without operators nothing settles, and users leave by forced requests.
    /// @param account The operator.
    function removeOperator(address account) external onlyOwner {
        if (!isOperator[account]) revert WrongOperator(account);
        delete isOperator[account];
        emit OperatorRemoved(account);
    }

    /// @notice Nominates a guardian; the zero address withdraws the nomination. Only the governor.
    /// @param account The nominee.
    function nominateGuardian(address account) external onlyOwner {
        nominatedGuardian = account;
        emit GuardianNominated(account);
    }

    /// @notice Accepts a nomination as guardian, in place of the present one.
    function acceptGuardian() external {
        if (msg.sender != nominatedGuardian) revert NotNominated(msg.sender);
        delete nominatedGuardian;
        guardian = msg.sender;
        emit GuardianChanged(msg.sender);
    }

    /// @notice Dismisses the guardian at once, and whoever is nominated. Only the governor.
    function removeGuardian() external onlyOwner {
        delete guardian;
        delete nominatedGuardian;
        emit GuardianChanged(address(0));
    }

    /// @notice Refused: there is always a governor.
    function renounceOwnership() public view override onlyOwner {
        revert GovernorRequired();
    }
}
